"""Plans of mass handover: what they say, what they would do, how far they have come, whether they add up."""

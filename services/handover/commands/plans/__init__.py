"""Mass handover: opening a plan, changing it, approving it, writing its minutes, signing them, ending it."""

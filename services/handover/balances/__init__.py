"""The balance of a mass handover as a paper and as a file for spreadsheets."""

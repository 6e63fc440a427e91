"""The minutes (biên bản) as PDF, in the form of the law on the date of the act."""

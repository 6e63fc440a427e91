"""The minutes of a stocktake: what they say, and how they are set as PDF and as a workbook."""

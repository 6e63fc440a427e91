"""Tables of any length as files that are made while they are sent: XLSX laid out as a form, and CSV.

`layout` says what a sheet looks like, `copied` reads rows as PostgreSQL's COPY writes them, `xlsx` and
`delimited` write them out, `counted` counts and adds up what was written. Nothing here knows a service or a
word of law.
"""

"""Who is told of a deadline, when and by which channel: by rules that are data, in versions.

`policies.toml` has the rules an installation begins with; the table `notice_policies` every version since. A
`term` is a deadline that somebody watches: of a recall, a record that waits for signatures, a stocktake.
The clock tells what is due, once, whatever happened in between.
"""

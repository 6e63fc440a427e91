"""Ways of signing beyond PIN and drawing: the agency's seal, digital signatures (PAdES), signed paper.

`ways` says what each way proves; `seal` puts the agency's own signature on a PDF; `examining` (a process of
its own) reads the signatures of a PDF, `judging` decides what they are worth, `differences` names changed
bytes; `scanning` (a process of its own) turns signed papers into pictures and reads the symbols on them.
"""

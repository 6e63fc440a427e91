"""Papers: PDF/A-2a documents set by typst from a template of ours and data, in a child process.

`RENDERER.pdf(template, data)`; the template (a `.typ` file in the room of the service that prints it) reads
`json(bytes(sys.inputs.data))` and may import "/shared/typeset/paper.typ". Nothing is spliced into markup.
"""

from shared.typeset.renderer import RENDERER, Renderer

__all__ = ["RENDERER", "Renderer"]

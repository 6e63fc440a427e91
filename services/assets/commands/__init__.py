"""All that changes the register: one function a use case, a file per noun."""

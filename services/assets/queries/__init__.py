"""All that only looks at the register, a file per noun."""

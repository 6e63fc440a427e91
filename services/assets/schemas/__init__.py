"""The shapes that the register takes and answers. Amounts are whole VND; days are ISO dates."""

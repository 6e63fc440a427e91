"""All that changes the world, one function a use case. The edge owns the transaction."""

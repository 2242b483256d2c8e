"""The door: commands, one file each; what is heavy is imported inside them."""

"""The login adapter against providers that are not ours to twist: the demo's stand-in and a certified one from npm."""

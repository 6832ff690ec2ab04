"""The speed of `troth diff`, measured: a checkout's tool, no part of the wheel."""

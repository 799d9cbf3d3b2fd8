"""The scheduler: decides when what is due is started, and sends again what got stuck."""

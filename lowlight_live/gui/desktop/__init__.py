"""How every window fits in with its desktop: the screen, the colours, the wheel, the messages."""

"""How a user steers what is recommended to them: sliders, mutes, and a way back from everything."""

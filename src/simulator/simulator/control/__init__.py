"""What no outside service has: faults on demand, a log of calls, and hands to change the world."""

"""Where things stand on one day: computed from plan and progress, never stored."""

"""Rules: small questions put to plan, settings and progress, each under a code of its own."""

"""Hold a panel: prepare it, score, weigh, discuss, close its rounds."""

"""What the evidence there is says about what a framework asks. Pure."""

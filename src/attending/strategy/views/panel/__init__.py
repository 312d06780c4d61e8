"""The pages of panels."""

"""How rooms speak without importing one another: findings, work that waits for people, and events."""

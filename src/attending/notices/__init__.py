"""What people are told outside the pages: by e-mail and webhook, kept until it is delivered."""

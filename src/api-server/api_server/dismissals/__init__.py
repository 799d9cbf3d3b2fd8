"""What a user does not want to see again."""

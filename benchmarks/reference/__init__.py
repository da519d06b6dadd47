"""What the ingress is compared with: two small applications, one setting."""

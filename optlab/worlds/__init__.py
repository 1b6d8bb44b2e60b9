"""What steps run on: gradient signals, landscapes, noisy problems, a network with its digits, learning to learn."""

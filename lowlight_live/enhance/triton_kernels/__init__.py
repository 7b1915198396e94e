"""What touches every pixel on a GPU, compiled with Triton; imported only where CUDA is, see `forms`."""

"""What the CPU does to many pixels, compiled by numba, with `nogil`: other threads run meanwhile.

What touches every pixel of a frame has a plain form in torch that it must match, named in its module; the tests hold
them together. The analysis of frames has only these. A kernel fills some rows of its result, so that threads can share
a picture.
"""

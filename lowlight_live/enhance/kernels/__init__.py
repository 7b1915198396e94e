"""The full-size steps on the CPU, compiled: a few passes over the picture, without the interpreter's lock.

Each has a plain form that it must match; the tests hold them together. A kernel fills some rows of its result, so that
threads can share a picture.
"""

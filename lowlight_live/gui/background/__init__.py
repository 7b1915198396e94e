"""Work that takes long: on threads of the application, or in processes beside it."""

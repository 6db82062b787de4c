//! The whole program, tried from outside: real processes, real windows, real files.

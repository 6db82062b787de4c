//! Printed pages as tagged PDF.

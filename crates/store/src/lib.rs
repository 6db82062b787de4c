//! The device database: SQLCipher, migrations, reads by aggregate, one write path.

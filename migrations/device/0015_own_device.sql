-- A profile that came from another computer becomes a device of its own.

create table local_own_device (
    -- One row while this profile shows the service the key of the computer that it came from, as a backup that was restored
    -- here or as a copied folder, or while the person gave it a code because the service knows it no longer.
    one integer primary key check (one = 1),
    -- The code with which it becomes a device, kept before it is shown, and the private half of the key that goes with it:
    -- so an answer that is lost costs nothing. Neither while no code was asked for.
    code text,
    signing_key blob
) strict;

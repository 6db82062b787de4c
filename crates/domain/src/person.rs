//! People as they are shown: names, initials, roles.

/// Returns the name by which a person is called: the preferred given name, else the given one, then the family name.
#[must_use]
pub fn name(given: &str, family: &str, preferred: Option<&str>) -> String {
    let first = preferred.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(given.trim());
    format!("{first} {}", family.trim()).trim().to_owned()
}

/// Splits a typed name into given and family name: "Haddad, Amir" or "Amir Haddad".
///
/// One word alone is a given name. Everything before the last word is the given name, because two given names are more
/// common than two family names without a hyphen; both can be corrected.
#[must_use]
pub fn split(typed: &str) -> (String, String) {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((family, given)) = typed.split_once(',') {
        return (given.trim().to_owned(), family.trim().to_owned());
    }
    match typed.rsplit_once(' ') {
        Some((given, family)) => (given.to_owned(), family.to_owned()),
        None => (typed, String::new()),
    }
}

/// The roles that a person can have at a school or with one, as they are stored.
pub const ROLES: [&str; 11] = [
    "coach",
    "teacher_leader",
    "teacher",
    "supervisor",
    "principal",
    "assistant_principal",
    "evaluator",
    "data_lead",
    "partner",
    "admin",
    "researcher",
];

/// Returns a role in words.
#[must_use]
pub fn role_label(code: &str) -> String {
    let mut words = code.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_is_split_in_either_order() {
        assert_eq!(split("Amir Haddad"), ("Amir".into(), "Haddad".into()));
        assert_eq!(split("  Haddad ,  Amir "), ("Amir".into(), "Haddad".into()));
        assert_eq!(split("Mary Ann Liu"), ("Mary Ann".into(), "Liu".into()));
        assert_eq!(split("Cher"), ("Cher".into(), String::new()));
        assert_eq!(split(""), (String::new(), String::new()));
    }

    #[test]
    fn a_preferred_name_stands_before_the_given_one() {
        assert_eq!(name("Beatrice", "Kowalski", Some("Bea")), "Bea Kowalski");
        assert_eq!(name("Cher", "", Some(" ")), "Cher");
        assert_eq!(role_label("teacher_leader"), "Teacher leader");
    }
}

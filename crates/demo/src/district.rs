//! Riverbend USD as it stands on paper: schools, bells, people, classes, teams. Everyone in it is invented.

/// A district, its schools and who works there. The numbers in the tables below are positions in each other.
pub(crate) const DISTRICT: &str = "Riverbend USD";
pub(crate) const ZONE: chrono_tz::Tz = chrono_tz::America::Chicago;

/// One school and its bells.
pub(crate) struct School {
    pub name: &'static str,
    /// Each lesson time: its code, and when it begins and ends in minutes after midnight.
    pub bells: &'static [(&'static str, u32, u32)],
    /// When its content team meets, in minutes after midnight.
    pub team_minute: u32,
}

/// What a class is about, which decides what is said in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Mathematics,
    Literacy,
}

impl Subject {
    pub fn code(self) -> &'static str {
        match self {
            Self::Mathematics => "mathematics",
            Self::Literacy => "english language arts",
        }
    }
}

/// A person's name; the last is what they are called, where that differs.
pub(crate) type Name = (&'static str, &'static str, Option<&'static str>);

/// One class of a teacher: title, grade, the code of its period.
pub(crate) type Class = (&'static str, &'static str, &'static str);

/// A teacher whom the coach coaches, or a teacher leader.
pub(crate) struct Teacher {
    pub name: Name,
    pub school: usize,
    pub subject: Subject,
    pub room: &'static str,
    pub classes: &'static [Class],
    /// For how many school years before the present one they have taught these classes.
    pub since: i32,
    /// Who taught them before; nobody for the ones who were always there.
    pub before: Option<Name>,
    pub role: Role,
}

/// What a teacher is to the coach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Coached one to one, with a visit due every so many days.
    Coached { every_days: u32 },
    /// Leads the content team of the school.
    Leader,
}

/// A content team: its title, its grades, its topic and what it looks at.
pub(crate) struct Team {
    pub title: &'static str,
    pub grades: &'static str,
    pub topic: &'static str,
    pub focus: &'static str,
    pub weeks: u32,
    /// What the team wants to reach, and what is measured of it.
    pub goal: (&'static str, &'static str),
    /// What it was six weeks ago, over how many, what it was last week, and what it should be.
    pub figures: (f64, u32, f64, f64),
}

pub(crate) const COACH: Name = ("Dana", "Whitfield", None);

pub(crate) const HARLAN: usize = 0;
pub(crate) const JUNIPER: usize = 1;
pub(crate) const OKAFOR: usize = 2;

pub(crate) const SCHOOLS: [School; 3] = [
    School {
        name: "Harlan Elementary",
        bells: &[("1", 480, 530), ("2", 535, 585), ("3", 600, 650), ("4", 655, 705), ("5", 750, 800), ("6", 805, 855)],
        team_minute: 865,
    },
    School {
        name: "Juniper Middle",
        bells: &[
            ("1", 435, 480),
            ("2", 485, 532),
            ("3", 537, 584),
            ("4", 589, 636),
            ("5", 641, 688),
            ("6", 723, 770),
            ("7", 775, 822),
        ],
        team_minute: 780,
    },
    School {
        name: "Okafor High",
        bells: &[("1", 505, 555), ("2", 560, 610), ("3", 615, 665), ("4", 670, 720), ("5", 755, 805), ("6", 810, 860)],
        team_minute: 870,
    },
];

/// One team for each school.
pub(crate) const TEAMS: [Team; 3] = [
    Team {
        title: "ELA 3–5",
        grades: "3, 4, 5",
        topic: "Talk about texts",
        focus: "Students answer each other with words from the text.",
        weeks: 9,
        goal: ("Students answer each other with words from the text.", "% of students who quoted the text in a talk"),
        figures: (38.0, 74, 45.0, 60.0),
    },
    Team {
        title: "Math 6–8",
        grades: "6, 7, 8",
        topic: "Ratio and rate",
        focus: "Students explain why two ratios are equal, using a model.",
        weeks: 12,
        goal: ("Students explain why two ratios are equal.", "% at standard on the unit task"),
        figures: (55.0, 112, 63.0, 70.0),
    },
    Team {
        title: "ELA 9–12",
        grades: "9, 10, 11, 12",
        topic: "Arguments and evidence",
        focus: "Students weigh two pieces of evidence before they choose one.",
        weeks: 9,
        goal: ("Students choose the stronger of two pieces of evidence.", "% who gave a reason in the exit ticket"),
        figures: (41.0, 96, 52.0, 65.0),
    },
];

/// The teachers; position 0 is the one of the stories.
pub(crate) const TEACHERS: [Teacher; 14] = [
    Teacher {
        name: ("Amir", "Haddad", None),
        school: JUNIPER,
        subject: Subject::Mathematics,
        room: "B04",
        classes: &[("Math 7", "7", "2"), ("Math 7", "7", "5"), ("Math 7 support", "7", "6")],
        since: 3,
        before: Some(("Owen", "Bracewell", None)),
        role: Role::Coached { every_days: 7 },
    },
    Teacher {
        name: ("Beatrice", "Kowalski", Some("Bea")),
        school: JUNIPER,
        subject: Subject::Mathematics,
        room: "A11",
        classes: &[("Math 6", "6", "1"), ("Math 6", "6", "3"), ("Math 6", "6", "4")],
        since: 99,
        before: None,
        role: Role::Coached { every_days: 14 },
    },
    Teacher {
        name: ("Tobias", "Mensah", None),
        school: JUNIPER,
        subject: Subject::Mathematics,
        room: "B07",
        classes: &[("Math 8", "8", "2"), ("Math 8", "8", "4"), ("Algebra", "8", "6")],
        since: 2,
        before: Some(("Emeka", "Nwafor", None)),
        role: Role::Coached { every_days: 14 },
    },
    Teacher {
        name: ("Rosalind", "Achterberg", None),
        school: JUNIPER,
        subject: Subject::Literacy,
        room: "C02",
        classes: &[("ELA 7", "7", "1"), ("ELA 7", "7", "3"), ("ELA 7", "7", "5")],
        since: 6,
        before: Some(("Lucinda", "Farrow", None)),
        role: Role::Coached { every_days: 21 },
    },
    Teacher {
        name: ("Lena", "Torres", None),
        school: HARLAN,
        subject: Subject::Literacy,
        room: "14",
        classes: &[("Grade 4 reading", "4", "1"), ("Grade 4 writing", "4", "2"), ("Grade 4 word study", "4", "5")],
        since: 4,
        before: Some(("Petra", "Lindqvist-Moore", None)),
        role: Role::Coached { every_days: 7 },
    },
    Teacher {
        name: ("Inés", "Belmonte", None),
        school: HARLAN,
        subject: Subject::Literacy,
        room: "9",
        classes: &[("Grade 3 reading", "3", "1"), ("Grade 3 writing", "3", "3"), ("Grade 3 read aloud", "3", "6")],
        since: 99,
        before: None,
        role: Role::Coached { every_days: 14 },
    },
    Teacher {
        name: ("Yuna", "Tanimori", None),
        school: HARLAN,
        subject: Subject::Literacy,
        room: "16",
        classes: &[("Grade 5 reading", "5", "2"), ("Grade 5 writing", "5", "3"), ("Grade 5 book clubs", "5", "4")],
        since: 2,
        before: Some(("Gwen", "Tillery", None)),
        role: Role::Coached { every_days: 14 },
    },
    Teacher {
        name: ("Hana", "Novotná", None),
        school: HARLAN,
        subject: Subject::Mathematics,
        room: "15",
        classes: &[("Grade 4 math", "4", "3"), ("Grade 5 math", "5", "5"), ("Grade 5 math", "5", "6")],
        since: 5,
        before: Some(("Silas", "Okonjo", None)),
        role: Role::Coached { every_days: 14 },
    },
    Teacher {
        name: ("Chidi", "Obi", None),
        school: OKAFOR,
        subject: Subject::Literacy,
        room: "212",
        classes: &[("English 10", "10", "1"), ("English 10", "10", "3"), ("Speech", "10", "5")],
        since: 99,
        before: None,
        role: Role::Coached { every_days: 14 },
    },
    Teacher {
        name: ("Femi", "Adeyanju", None),
        school: OKAFOR,
        subject: Subject::Literacy,
        room: "208",
        classes: &[("English 9", "9", "2"), ("English 9", "9", "4"), ("English 9", "9", "6")],
        since: 2,
        before: Some(("Marguerite", "Sandell", None)),
        role: Role::Coached { every_days: 7 },
    },
    Teacher {
        name: ("Calvin", "Duarte", None),
        school: OKAFOR,
        subject: Subject::Mathematics,
        room: "117",
        classes: &[("Algebra 1", "9", "1"), ("Algebra 1", "9", "4"), ("Geometry", "10", "5")],
        since: 7,
        before: Some(("Ottilie", "Brandvold", None)),
        role: Role::Coached { every_days: 21 },
    },
    Teacher {
        name: ("Marisol", "Vega", None),
        school: JUNIPER,
        subject: Subject::Mathematics,
        room: "B06",
        classes: &[("Math 8", "8", "1"), ("Math 8", "8", "3")],
        since: 99,
        before: None,
        role: Role::Leader,
    },
    Teacher {
        name: ("Theo", "Lindqvist", None),
        school: HARLAN,
        subject: Subject::Literacy,
        room: "18",
        classes: &[("Grade 5 reading", "5", "1"), ("Grade 5 writing", "5", "4")],
        since: 99,
        before: None,
        role: Role::Leader,
    },
    Teacher {
        name: ("Priya", "Nair", None),
        school: OKAFOR,
        subject: Subject::Literacy,
        room: "215",
        classes: &[("English 11", "11", "2"), ("English 12", "12", "3")],
        since: 99,
        before: None,
        role: Role::Leader,
    },
];

/// Who else works with the district: the role's code, and the school for those who belong to one.
pub(crate) const OTHERS: [(Name, &str, Option<usize>); 4] = [
    (("Ruth", "Alvarez", None), "principal", Some(JUNIPER)),
    (("Ruth", "Alvarez", None), "evaluator", Some(JUNIPER)),
    (("Monique", "Baptiste", None), "supervisor", None),
    (("Sam", "Oyelaran", None), "data_lead", None),
];

/// The sets of look-fors. Each later list is the next version of the set.
pub(crate) const LOOK_FORS: [(&str, &[&[&str]]); 3] = [
    (
        "Mathematical talk",
        &[
            &["Asks for reasons", "Wait time, 3 s or more", "Students respond to students"],
            &["Asks for reasons", "Wait time, 3 s or more", "Students respond to students", "Models on paper or board"],
        ],
    ),
    (
        "Talk about texts",
        &[
            &["Asks for reasons", "Wait time, 3 s or more", "Students answer each other"],
            &[
                "Asks for reasons",
                "Wait time, 3 s or more",
                "Students respond to students",
                "Words of the text are shown or quoted",
            ],
        ],
    ),
    (
        "Smooth starts",
        &[&[
            "Work begins within two minutes of the bell",
            "Directions are short and shown as well as said",
            "Materials are within reach",
            "The teacher greets students by name",
            "Students know what to do when they are stuck",
        ]],
    ),
];

/// The coach's own abbreviations.
pub(crate) const ABBREVIATIONS: [(&str, &str); 4] = [
    ("nv", "non-volunteer"),
    ("cfu", "check for understanding"),
    ("hdyk", "How do you know?"),
    ("tt", "turn and talk"),
];

/// Returns which set of look-fors is used in classes of this subject.
pub(crate) fn look_fors_of(subject: Subject) -> usize {
    match subject {
        Subject::Mathematics => 0,
        Subject::Literacy => 1,
    }
}

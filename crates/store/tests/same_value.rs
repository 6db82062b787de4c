//! The same value from two computers: nothing to decide, and still the word of both.

#[cfg(test)]
mod tests {
    use domain::{Value, schema::line};
    use store::{Error, exchange, undo};

    use crate::support::service::{Device, Service, settle};

    struct Pair {
        devices: [Device; 2],
        service: Service,
        line: domain::RowId,
    }

    impl Pair {
        /// Both say of a line that a student speaks, without knowing of each other.
        fn new() -> Self {
            let mut devices = [Device::new(0, 0), Device::new(1, 3_600_000)];
            let mut service = Service::new();
            let line = devices[0].writer.new_id();
            devices[0].writer.transact::<_, Error>(|tx| tx.create(line::ENTITY, line, vec![])).unwrap();
            settle(&mut devices, &mut service);
            let mut pair = Self { devices, service, line };
            [0, 1].into_iter().for_each(|device| pair.say(device, "S"));
            pair
        }

        fn say(&mut self, device: usize, speaker: &str) {
            let act = |tx: &mut store::Tx<'_>| tx.set(line::ENTITY, self.line, line::SPEAKER, speaker.into());
            self.devices[device].writer.act::<_, Error>(store::workspace(), "say who speaks", act).unwrap();
        }

        /// Both meet, and see the same: who speaks, and everybody else who was named.
        fn meet(&mut self) -> (Value, Vec<Value>) {
            settle(&mut self.devices, &mut self.service);
            let [one, other] = [0, 1].map(|device| self.shows(device));
            assert_eq!(one, other);
            one
        }

        fn shows(&self, device: usize) -> (Value, Vec<Value>) {
            let reader = self.devices[device].writer.reader();
            let sql = "select speaker from line where id = ?1";
            let shown: Option<String> = reader.query_row(sql, [self.line.bytes()], |row| row.get(0)).unwrap();
            let met = exchange::conflicts(reader).unwrap();
            let others = met.into_iter().flat_map(|conflict| match conflict.met {
                exchange::Met::Values { others, .. } => others,
                other => panic!("{other:?}"),
            });
            (shown.map_or(Value::Null, Value::from), others.map(|version| version.value).collect())
        }
    }

    #[test]
    fn whoever_takes_back_what_another_said_too_leaves_the_other_s_word_to_be_chosen() {
        for back in [0, 1] {
            let mut pair = Pair::new();
            undo::undo(&mut pair.devices[back].writer, store::workspace()).unwrap();

            let (stands, others) = pair.meet();

            let kept = [vec![stands], others].concat();
            assert_eq!(kept.len(), 2, "{kept:?}");
            assert!(kept.contains(&"S".into()) && kept.contains(&Value::Null), "{kept:?}");
        }
    }

    #[test]
    fn what_two_said_is_no_conflict_and_neither_is_what_one_of_them_then_writes_over_it() {
        let mut pair = Pair::new();
        assert_eq!(pair.meet(), ("S".into(), vec![]));

        pair.say(0, "T");

        assert_eq!(pair.meet(), ("T".into(), vec![]));
    }

    #[test]
    fn once_it_is_seen_that_another_said_the_same_an_undo_says_so_and_does_nothing() {
        for device in [0, 1] {
            let mut pair = Pair::new();
            pair.meet();

            let outcome = undo::undo(&mut pair.devices[device].writer, store::workspace());

            assert!(matches!(outcome, Err(Error::ChangedBy { .. })), "{outcome:?}");
            assert_eq!(pair.meet(), ("S".into(), vec![]));
        }
    }
}

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::thread;

#[test]
fn two_threads_agree_on_every_value() {
    const VALUES: u64 = 100_000;
    let (mut producer, mut consumer) = @@snake@@::ring(64);
    let pushing = thread::spawn(move || {
        for value in 0..VALUES {
            let mut waiting = value;
            while let Err(refused) = producer.push(waiting) {
                waiting = refused;
                thread::yield_now();
            }
        }
    });
    for expected in 0..VALUES {
        let value = loop {
            match consumer.pop() {
                Some(value) => break value,
                None => thread::yield_now(),
            }
        };
        assert_eq!(value, expected);
    }
    pushing.join().unwrap();
    assert_eq!(consumer.pop(), None);
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn every_value_is_dropped_once() {
    let drops = Arc::new(AtomicUsize::new(0));
    let (mut producer, mut consumer) = @@snake@@::ring(8);
    for _ in 0..8 {
        assert!(producer.push(Counted(Arc::clone(&drops))).is_ok());
    }
    for _ in 0..5 {
        drop(consumer.pop());
    }
    assert_eq!(drops.load(Ordering::Relaxed), 5);
    drop(consumer);
    drop(producer);
    assert_eq!(drops.load(Ordering::Relaxed), 8);
}

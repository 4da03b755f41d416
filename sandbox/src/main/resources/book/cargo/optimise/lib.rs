//! @@Title@@: a lock-free ring buffer for one producer and one consumer.

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

struct Ring<T> {
    slots: Box<[UnsafeCell<MaybeUninit<T>>]>,
    /// Values ever pushed; written by the producer only.
    pushed: AtomicUsize,
    /// Values ever popped; written by the consumer only.
    popped: AtomicUsize,
}

// SAFETY: a slot is touched by the producer before `pushed` passes it and by the consumer after, never by both.
unsafe impl<T: Send> Sync for Ring<T> {}

/// The half that pushes.
pub struct Producer<T> {
    ring: Arc<Ring<T>>,
    /// What the consumer was last seen to have popped; it may have popped more since.
    seen: usize,
}

/// The half that pops.
pub struct Consumer<T> {
    ring: Arc<Ring<T>>,
    /// What the producer was last seen to have pushed; it may have pushed more since.
    seen: usize,
}

/// Makes a ring that holds `capacity` values.
///
/// # Panics
///
/// When `capacity` is 0.
pub fn ring<T>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    assert!(capacity > 0, "a ring needs room for at least one value");
    let ring = Arc::new(Ring {
        slots: (0..capacity).map(|_| UnsafeCell::new(MaybeUninit::uninit())).collect(),
        pushed: AtomicUsize::new(0),
        popped: AtomicUsize::new(0),
    });
    (Producer { ring: Arc::clone(&ring), seen: 0 }, Consumer { ring, seen: 0 })
}

impl<T> Producer<T> {
    /// Pushes a value, or gives it back when the ring is full.
    pub fn push(&mut self, value: T) -> Result<(), T> {
        let pushed = self.ring.pushed.load(Ordering::Relaxed);
        if pushed - self.seen == self.ring.slots.len() {
            self.seen = self.ring.popped.load(Ordering::Acquire);
            if pushed - self.seen == self.ring.slots.len() {
                return Err(value);
            }
        }
        let slot = &self.ring.slots[pushed % self.ring.slots.len()];
        // SAFETY: the consumer has popped what was here (`seen` says so) and does not look before `pushed` grows.
        unsafe { (*slot.get()).write(value) };
        self.ring.pushed.store(pushed + 1, Ordering::Release);
        Ok(())
    }
}

impl<T> Consumer<T> {
    /// Pops the oldest value; `None` when the ring is empty.
    pub fn pop(&mut self) -> Option<T> {
        let popped = self.ring.popped.load(Ordering::Relaxed);
        if popped == self.seen {
            self.seen = self.ring.pushed.load(Ordering::Acquire);
            if popped == self.seen {
                return None;
            }
        }
        let slot = &self.ring.slots[popped % self.ring.slots.len()];
        // SAFETY: the producer has written here (`seen` says so) and does not write again before `popped` grows.
        let value = unsafe { (*slot.get()).assume_init_read() };
        self.ring.popped.store(popped + 1, Ordering::Release);
        Some(value)
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        for position in *self.popped.get_mut()..*self.pushed.get_mut() {
            let index = position % self.slots.len();
            // SAFETY: both halves are gone, and these slots were pushed and not popped.
            unsafe { self.slots[index].get_mut().assume_init_drop() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_values_in_their_order() {
        let (mut producer, mut consumer) = ring(4);
        for value in 1..=3 {
            assert_eq!(producer.push(value), Ok(()));
        }
        assert_eq!((consumer.pop(), consumer.pop(), consumer.pop(), consumer.pop()), (Some(1), Some(2), Some(3), None));
    }

    #[test]
    fn gives_a_value_back_when_it_is_full() {
        let (mut producer, mut consumer) = ring(2);
        assert_eq!(producer.push('a'), Ok(()));
        assert_eq!(producer.push('b'), Ok(()));
        assert_eq!(producer.push('c'), Err('c'));
        assert_eq!(consumer.pop(), Some('a'));
        assert_eq!(producer.push('c'), Ok(()));
    }

    #[test]
    fn goes_round_many_times() {
        let (mut producer, mut consumer) = ring(3);
        for value in 0..100 {
            assert_eq!(producer.push(value), Ok(()));
            assert_eq!(consumer.pop(), Some(value));
        }
    }

    #[test]
    fn drops_what_is_left_once() {
        let counted = Arc::new(());
        let (mut producer, mut consumer) = ring(4);
        for _ in 0..3 {
            assert!(producer.push(Arc::clone(&counted)).is_ok());
        }
        drop(consumer.pop());
        drop((producer, consumer));
        assert_eq!(Arc::strong_count(&counted), 1);
    }
}

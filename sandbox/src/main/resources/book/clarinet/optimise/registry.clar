;; @@Title@@: @@summary@@

(define-constant ERR-TAKEN (err u100))
(define-constant ERR-NOT-OWNER (err u101))
(define-constant ERR-EMPTY-NAME (err u102))

(define-constant TREASURY tx-sender)
(define-constant FEE u1000000)
;; A year of blocks, ten minutes each.
(define-constant TERM u52560)

(define-map names
  (string-ascii 32)
  {
    owner: principal,
    expires-at: uint,
  })

(define-private (pay-fee)
  (if (is-eq tx-sender TREASURY)
    (ok true)
    (stx-transfer? FEE tx-sender TREASURY)))

(define-private (is-live (expires-at uint))
  (< stacks-block-height expires-at))

;; The entry of a name that the caller owns, read once.
(define-private (owned-entry (name (string-ascii 32)))
  (let ((entry (unwrap! (map-get? names name) ERR-NOT-OWNER)))
    (asserts! (is-eq (get owner entry) tx-sender) ERR-NOT-OWNER)
    (asserts! (is-live (get expires-at entry)) ERR-NOT-OWNER)
    (ok entry)))

;; Registers a name that is free or has expired, for one term.
(define-public (register (name (string-ascii 32)))
  (begin
    (asserts! (> (len name) u0) ERR-EMPTY-NAME)
    (asserts! (is-none (owner-of name)) ERR-TAKEN)
    (try! (pay-fee))
    (map-set names name {
      owner: tx-sender,
      expires-at: (+ stacks-block-height TERM),
    })
    (print {
      event: "registered",
      name: name,
      owner: tx-sender,
    })
    (ok true)))

;; Adds a term to a name of the caller's.
(define-public (renew (name (string-ascii 32)))
  (let (
      (entry (try! (owned-entry name)))
      (extended (+ (get expires-at entry) TERM))
    )
    (try! (pay-fee))
    (map-set names name (merge entry { expires-at: extended }))
    (ok extended)))

;; Hands a name of the caller's over; its expiry stays.
(define-public (transfer
    (name (string-ascii 32))
    (to principal)
  )
  (let ((entry (try! (owned-entry name))))
    (map-set names name (merge entry { owner: to }))
    (ok true)))

;; The owner of a name that has not expired.
(define-read-only (owner-of (name (string-ascii 32)))
  (match (map-get? names name)
    entry (if (is-live (get expires-at entry))
      (some (get owner entry))
      none)
    none))

;; When a name expires; none if nobody ever registered it.
(define-read-only (expiry-of (name (string-ascii 32)))
  (get expires-at (map-get? names name)))

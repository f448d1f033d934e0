;; The search of emulation-prevention.ts, 64 places at a time. "npm run covers" assembles it.
(module
  ;; One page, 64 KiB.
  (memory (export "memory") 1)

  ;; Where the next byte of 3 or less stands behind two zeros, or -1.
  ;; $from   where the first of the two zeros may stand
  ;; $length bytes that are searched; 80 more must be there to be read, whatever is in them
  (func (export "nextTriple") (param $from i32) (param $length i32) (result i32)
    (local $found i32)
    (loop $on
      (if (i32.ge_s (i32.add (local.get $from) (i32.const 2)) (local.get $length))
        (then (return (i32.const -1))))
      ;; Two zeros in a row are rare: each lane is 0 where there are some, in four times sixteen places.
      (if (i8x16.all_true
            (i8x16.min_u
              (i8x16.min_u
                (v128.or (v128.load (local.get $from)) (v128.load offset=1 (local.get $from)))
                (v128.or (v128.load offset=16 (local.get $from)) (v128.load offset=17 (local.get $from))))
              (i8x16.min_u
                (v128.or (v128.load offset=32 (local.get $from)) (v128.load offset=33 (local.get $from)))
                (v128.or (v128.load offset=48 (local.get $from)) (v128.load offset=49 (local.get $from))))))
        (then
          (local.set $from (i32.add (local.get $from) (i32.const 64)))
          (br $on)))
      (local.set $found
        (i8x16.bitmask
          (v128.and
            (i8x16.eq
              (v128.or (v128.load (local.get $from)) (v128.load offset=1 (local.get $from)))
              (v128.const i32x4 0 0 0 0))
            (i8x16.le_u
              (v128.load offset=2 (local.get $from))
              (v128.const i8x16 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3)))))
      (if (i32.eqz (local.get $found))
        (then
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br $on))))
    (local.set $from (i32.add (i32.add (local.get $from) (i32.ctz (local.get $found))) (i32.const 2)))
    (select (local.get $from) (i32.const -1) (i32.lt_s (local.get $from) (local.get $length)))))

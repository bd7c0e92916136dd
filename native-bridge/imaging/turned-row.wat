;; One row of a turned picture, bilinear: see turned.ts. Pixels are three bytes; places are counted in 65,536ths of a
;; pixel, of which the weights take the upper eight bits of the fraction.
;; Assembled into turned-row.ts by: node build/assemble.ts
(module
  (memory (export "memory") 1)
  (func (export "turnRow")
    (param $source i32) ;; address of the source's first pixel
    (param $stride i32) ;; bytes of a source row
    (param $to i32)     ;; address of the row's first target pixel
    (param $end i32)    ;; address after its last one; the byte there is written to
    (param $x i32) (param $y i32)         ;; where the first pixel comes from
    (param $stepX i32) (param $stepY i32) ;; and by how much further the next one
    (local $upper i32) (local $partX i32) (local $partY i32)
    (local $column v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $to) (local.get $end)))
        (local.set $upper
          (i32.add (local.get $source)
            (i32.add
              (i32.mul (i32.shr_s (local.get $y) (i32.const 16)) (local.get $stride))
              (i32.mul (i32.shr_s (local.get $x) (i32.const 16)) (i32.const 3)))))
        (local.set $partX (i32.and (i32.shr_s (local.get $x) (i32.const 8)) (i32.const 255)))
        (local.set $partY (i32.and (i32.shr_s (local.get $y) (i32.const 8)) (i32.const 255)))
        ;; two pixels of the upper and two of the lower row, mixed: 0 – 65,280 in six lanes of 16 bits
        (local.set $column
          (i16x8.add
            (i16x8.mul
              (i16x8.extend_low_i8x16_u (v128.load64_zero (local.get $upper)))
              (i16x8.splat (i32.sub (i32.const 256) (local.get $partY))))
            (i16x8.mul
              (i16x8.extend_low_i8x16_u
                (v128.load64_zero (i32.add (local.get $upper) (local.get $stride))))
              (i16x8.splat (local.get $partY)))))
        ;; the left pixel and the right one, mixed in 32 bits, rounded, and narrowed to bytes
        (local.set $column
          (i32x4.shr_u
            (i32x4.add
              (i32x4.add
                (i32x4.extmul_low_i16x8_u
                  (local.get $column)
                  (i16x8.splat (i32.sub (i32.const 256) (local.get $partX))))
                (i32x4.extmul_low_i16x8_u
                  (i8x16.shuffle 6 7 8 9 10 11 12 13 14 15 14 15 14 15 14 15
                    (local.get $column) (local.get $column))
                  (i16x8.splat (local.get $partX))))
              (i32x4.splat (i32.const 32768)))
            (i32.const 16)))
        (local.set $column (i16x8.narrow_i32x4_u (local.get $column) (local.get $column)))
        (v128.store32_lane 0
          (local.get $to)
          (i8x16.narrow_i16x8_u (local.get $column) (local.get $column)))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $x (i32.add (local.get $x) (local.get $stepX)))
        (local.set $y (i32.add (local.get $y) (local.get $stepY)))
        (br $next)))))

// Products of i8 take the dot products of 4 bytes where the processor has them.
// RUN: weft dump %s --emit=asm --target x86_64-unknown-linux-gnu --cpu cascadelake | FileCheck %s --check-prefix=DOTS
// RUN: weft dump %s --emit=asm --target x86_64-unknown-linux-gnu --cpu skylake-avx512 | FileCheck %s --check-prefix=NONE
// Tiles need the system's permission, which objects do not ask for.
// RUN: weft dump %s --emit=asm --target x86_64-unknown-linux-gnu --cpu sapphirerapids | FileCheck %s --check-prefix=DOTS --implicit-check-not=tdp

// DOTS: vpdpbusd
// NONE-NOT: vpdpbusd
// NONE: vfmadd231ps
// NONE-NOT: vpdpbusd
func.func @product(%x: tensor<64x64xi8>, %y: tensor<64x64xi8>) -> tensor<64x64xi32> {
  %c = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x64xi8>, tensor<64x64xi8> -> tensor<64x64xi32>
  weft.return %c : tensor<64x64xi32>
}

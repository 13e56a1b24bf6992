// Products of bf16 take the dot products of 4 bytes where the processor has them.
// RUN: weft dump %s --emit=asm --target x86_64-unknown-linux-gnu --cpu znver4 | FileCheck %s --check-prefix=DOTS
// RUN: weft dump %s --emit=asm --target x86_64-unknown-linux-gnu --cpu cascadelake | FileCheck %s --check-prefix=NONE
// Tiles need the system's permission, which objects do not ask for.
// RUN: weft dump %s --emit=asm --target x86_64-unknown-linux-gnu --cpu sapphirerapids | FileCheck %s --check-prefix=DOTS --implicit-check-not=tdpbf16ps

// DOTS: vdpbf16ps
// NONE-NOT: vdpbf16ps
// NONE: vfmadd231ps
// NONE-NOT: vdpbf16ps
func.func @product(%x: tensor<64x64xbf16>, %y: tensor<64x64xbf16>) -> tensor<64x64xbf16> {
  %c = weft.dot_general %x, %y batch [] [] contract [1] [0] : tensor<64x64xbf16>, tensor<64x64xbf16> -> tensor<64x64xbf16>
  weft.return %c : tensor<64x64xbf16>
}

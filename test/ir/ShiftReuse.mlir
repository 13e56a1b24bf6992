// What a loop computed at an element's neighbour is taken from there, as a part
// of two vectors: instead of four products, three, two and one there is one of
// each for a vector. Vectors are made two in a round, going to the left where
// that reads right neighbours. Of the sums one has the product that nothing else
// reads, the other reads a rounded one. Little is not done.
// RUN: weft dump %s --fn lefts --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=LEFTS
// RUN: weft dump %s --fn rights --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=RIGHTS
// RUN: weft dump %s --fn one --emit=llvm --target x86_64-unknown-linux-gnu --cpu x86-64-v4 | FileCheck %s --check-prefix=ONE

// LEFTS: phi <8 x double>
// LEFTS: %[[A:.*]] = fmul <8 x double>
// LEFTS-NEXT: %[[P:.*]] = shufflevector <8 x double> %{{.*}}, <8 x double> %[[A]], <8 x i32> <i32 7, i32 8
// LEFTS-NEXT: %[[B:.*]] = fmul <8 x double> %[[A]], %[[P]]
// LEFTS-NEXT: %[[P:.*]] = shufflevector <8 x double> %{{.*}}, <8 x double> %[[B]], <8 x i32> <i32 7, i32 8
// LEFTS-NEXT: %[[C:.*]] = fmul <8 x double> %[[B]], %[[P]]
// LEFTS-NEXT: %[[P:.*]] = shufflevector <8 x double> %{{.*}}, <8 x double> %[[C]], <8 x i32> <i32 7, i32 8
// LEFTS-NEXT: fmul <8 x double> %[[C]], %[[P]]
// LEFTS: %[[E:.*]] = fmul <8 x double>
// LEFTS-NEXT: %[[P:.*]] = shufflevector <8 x double> %[[A]], <8 x double> %[[E]], <8 x i32> <i32 7, i32 8
// LEFTS-NEXT: %[[F:.*]] = fmul <8 x double> %[[E]], %[[P]]
// LEFTS-NEXT: %[[P:.*]] = shufflevector <8 x double> %[[B]], <8 x double> %[[F]], <8 x i32> <i32 7, i32 8
// LEFTS-NEXT: %[[G:.*]] = fmul <8 x double> %[[F]], %[[P]]
// LEFTS-NEXT: %[[P:.*]] = shufflevector <8 x double> %[[C]], <8 x double> %[[G]], <8 x i32> <i32 7, i32 8
// LEFTS-NEXT: fmul <8 x double> %[[G]], %[[P]]
func.func @lefts(%x: tensor<4096xf64>) -> tensor<4096xf64> {
  %one = weft.constant dense<1.0> : tensor<1xf64>
  %a_0 = weft.slice %x [0] [4095] [1] : tensor<4096xf64>
  %a_1 = weft.concatenate %one, %a_0 along 0 : tensor<1xf64>, tensor<4095xf64>
  %a = weft.mul %x, %a_1 : tensor<4096xf64>
  %b_0 = weft.slice %a [0] [4095] [1] : tensor<4096xf64>
  %b_1 = weft.concatenate %one, %b_0 along 0 : tensor<1xf64>, tensor<4095xf64>
  %b = weft.mul %a, %b_1 : tensor<4096xf64>
  %c_0 = weft.slice %b [0] [4095] [1] : tensor<4096xf64>
  %c_1 = weft.concatenate %one, %c_0 along 0 : tensor<1xf64>, tensor<4095xf64>
  %c = weft.mul %b, %c_1 : tensor<4096xf64>
  %d_0 = weft.slice %c [0] [4095] [1] : tensor<4096xf64>
  %d_1 = weft.concatenate %one, %d_0 along 0 : tensor<1xf64>, tensor<4095xf64>
  %d = weft.mul %c, %d_1 : tensor<4096xf64>
  weft.return %d : tensor<4096xf64>
}

// RIGHTS: phi <8 x double>
// RIGHTS: %[[A:.*]] = fmul <8 x double>
// RIGHTS-NEXT: %[[P0:.*]] = shufflevector <8 x double> %[[A]], <8 x double> %{{.*}}, <8 x i32> <i32 1, i32 2
// RIGHTS-NEXT: %[[B:.*]] = fmul <8 x double> %[[A]], %[[P0]]
// RIGHTS-NEXT: %[[P1:.*]] = shufflevector <8 x double> %[[B]], <8 x double> %{{.*}}, <8 x i32> <i32 1, i32 2
// RIGHTS-NEXT: %[[C:.*]] = fmul <8 x double> %[[B]], %[[P1]]
// RIGHTS-NEXT: %[[P2:.*]] = shufflevector <8 x double> %[[C]], <8 x double> %{{.*}}, <8 x i32> <i32 1, i32 2
// RIGHTS-NEXT: %[[SUM:.*]] = tail call <8 x double> @llvm.fma.v8f64(<8 x double> %[[C]], <8 x double> %[[P2]], <8 x double> %[[A]])
// RIGHTS-NEXT: fadd <8 x double> %[[B]], %[[SUM]]
// RIGHTS: %[[E:.*]] = fmul <8 x double>
// RIGHTS-NEXT: %[[P0:.*]] = shufflevector <8 x double> %[[E]], <8 x double> %[[A]], <8 x i32> <i32 1, i32 2
// RIGHTS-NEXT: %[[F:.*]] = fmul <8 x double> %[[E]], %[[P0]]
// RIGHTS-NEXT: %[[P1:.*]] = shufflevector <8 x double> %[[F]], <8 x double> %[[B]], <8 x i32> <i32 1, i32 2
// RIGHTS-NEXT: %[[G:.*]] = fmul <8 x double> %[[F]], %[[P1]]
// RIGHTS-NEXT: %[[P2:.*]] = shufflevector <8 x double> %[[G]], <8 x double> %[[C]], <8 x i32> <i32 1, i32 2
// RIGHTS-NEXT: %[[SUM:.*]] = tail call <8 x double> @llvm.fma.v8f64(<8 x double> %[[G]], <8 x double> %[[P2]], <8 x double> %[[E]])
// RIGHTS-NEXT: fadd <8 x double> %[[F]], %[[SUM]]
func.func @rights(%x: tensor<4096xf64>) -> tensor<4096xf64> {
  %one = weft.constant dense<1.0> : tensor<1xf64>
  %a_0 = weft.slice %x [1] [4096] [1] : tensor<4096xf64>
  %a_1 = weft.concatenate %a_0, %one along 0 : tensor<4095xf64>, tensor<1xf64>
  %a = weft.mul %x, %a_1 : tensor<4096xf64>
  %b_0 = weft.slice %a [1] [4096] [1] : tensor<4096xf64>
  %b_1 = weft.concatenate %b_0, %one along 0 : tensor<4095xf64>, tensor<1xf64>
  %b = weft.mul %a, %b_1 : tensor<4096xf64>
  %c_0 = weft.slice %b [1] [4096] [1] : tensor<4096xf64>
  %c_1 = weft.concatenate %c_0, %one along 0 : tensor<4095xf64>, tensor<1xf64>
  %c = weft.mul %b, %c_1 : tensor<4096xf64>
  %d_0 = weft.slice %c [1] [4096] [1] : tensor<4096xf64>
  %d_1 = weft.concatenate %d_0, %one along 0 : tensor<4095xf64>, tensor<1xf64>
  %d = weft.mul %c, %d_1 : tensor<4096xf64>
  %e = weft.add %d, %a : tensor<4096xf64>
  %f = weft.add %e, %b : tensor<4096xf64>
  weft.return %f : tensor<4096xf64>
}

// ONE-NOT: shufflevector
func.func @one(%x: tensor<4096xf64>) -> tensor<4096xf64> {
  %one = weft.constant dense<1.0> : tensor<1xf64>
  %a_0 = weft.slice %x [0] [4095] [1] : tensor<4096xf64>
  %a_1 = weft.concatenate %one, %a_0 along 0 : tensor<1xf64>, tensor<4095xf64>
  %a = weft.mul %x, %a_1 : tensor<4096xf64>
  %b_0 = weft.slice %a [0] [4095] [1] : tensor<4096xf64>
  %b_1 = weft.concatenate %one, %b_0 along 0 : tensor<1xf64>, tensor<4095xf64>
  %b = weft.mul %a, %b_1 : tensor<4096xf64>
  weft.return %b : tensor<4096xf64>
}

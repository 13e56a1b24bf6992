// Folds of elementwise operations: exact, and only of constants that are all
// alike.
// RUN: weft-opt %s --canonicalize --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @neutral(
// CHECK-NEXT: weft.return %arg0, %arg0, %arg0, %arg0, %arg0, %arg0 :
func.func @neutral(%x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %one = weft.constant dense<1.0> : tensor<3xf32>
  %zero = weft.constant dense<0.0> : tensor<3xf32>
  %minus_zero = weft.constant dense<-0.0> : tensor<3xf32>
  %0 = weft.mul %x, %one : tensor<3xf32>
  %1 = weft.mul %one, %x : tensor<3xf32>
  %2 = weft.div %x, %one : tensor<3xf32>
  %3 = weft.add %x, %minus_zero : tensor<3xf32>
  %4 = weft.add %minus_zero, %x : tensor<3xf32>
  %5 = weft.sub %x, %zero : tensor<3xf32>
  weft.return %0, %1, %2, %3, %4, %5 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}
// -----
// Each would change -0.0, NaN or an infinity.
// CHECK-LABEL: func.func @not_neutral(
// CHECK: weft.add
// CHECK: weft.sub
// CHECK: weft.mul
// CHECK: weft.sub
func.func @not_neutral(%x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %zero = weft.constant dense<0.0> : tensor<3xf32>
  %minus_zero = weft.constant dense<-0.0> : tensor<3xf32>
  %0 = weft.add %x, %zero : tensor<3xf32>
  %1 = weft.sub %x, %minus_zero : tensor<3xf32>
  %2 = weft.mul %x, %zero : tensor<3xf32>
  %3 = weft.sub %x, %x : tensor<3xf32>
  weft.return %0, %1, %2, %3 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}
// -----
// CHECK-LABEL: func.func @integers(
// CHECK-NEXT: %[[ZERO:.*]] = weft.constant dense<0> : tensor<3xui8>
// CHECK-NEXT: weft.return %arg0, %arg0, %[[ZERO]], %arg0 :
func.func @integers(%x: tensor<3xui8>) -> (tensor<3xui8>, tensor<3xui8>, tensor<3xui8>, tensor<3xui8>) {
  %zero = weft.constant dense<0> : tensor<3xui8>
  %one = weft.constant dense<1> : tensor<3xui8>
  %0 = weft.add %x, %zero : tensor<3xui8>
  %1 = weft.sub %x, %zero : tensor<3xui8>
  %2 = weft.mul %x, %zero : tensor<3xui8>
  %3 = weft.div %x, %one : tensor<3xui8>
  weft.return %0, %1, %2, %3 : tensor<3xui8>, tensor<3xui8>, tensor<3xui8>, tensor<3xui8>
}
// -----
// CHECK-LABEL: func.func @twice(
// CHECK-NEXT: weft.return %arg0, %arg0 :
func.func @twice(%x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %0 = weft.neg %x : tensor<3xf32>
  %1 = weft.neg %0 : tensor<3xf32>
  %2 = weft.convert %x : tensor<3xf32> to tensor<3xf32>
  weft.return %1, %2 : tensor<3xf32>, tensor<3xf32>
}
// -----
// In the dtype's own precision: 0.1 + 0.2 differs between f32 and f64.
// CHECK-LABEL: func.func @sums(
// CHECK-DAG: %[[A:.*]] = weft.constant dense<3.000000e-01> : tensor<2xf32>
// CHECK-DAG: %[[B:.*]] = weft.constant dense<0.30000000000000004> : tensor<2xf64>
// CHECK: weft.return %[[A]], %[[B]] :
func.func @sums() -> (tensor<2xf32>, tensor<2xf64>) {
  %0 = weft.constant dense<0.1> : tensor<2xf32>
  %1 = weft.constant dense<0.2> : tensor<2xf32>
  %2 = weft.add %0, %1 : tensor<2xf32>
  %3 = weft.constant dense<0.1> : tensor<2xf64>
  %4 = weft.constant dense<0.2> : tensor<2xf64>
  %5 = weft.add %3, %4 : tensor<2xf64>
  weft.return %2, %5 : tensor<2xf32>, tensor<2xf64>
}
// -----
// Division: by zero gives all ones, the least integer by -1 itself.
// CHECK-LABEL: func.func @quotients(
// CHECK-DAG: %[[A:.*]] = weft.constant dense<-1> : tensor<2xi8>
// CHECK-DAG: %[[B:.*]] = weft.constant dense<-128> : tensor<2xi8>
// CHECK-DAG: %[[C:.*]] = weft.constant dense<-3> : tensor<2xi8>
// CHECK-DAG: %[[D:.*]] = weft.constant dense<255> : tensor<2xui8>
// CHECK-DAG: %[[E:.*]] = weft.constant dense<0x7F800000> : tensor<2xf32>
// CHECK: weft.return %[[A]], %[[B]], %[[C]], %[[D]], %[[E]] :
func.func @quotients() -> (tensor<2xi8>, tensor<2xi8>, tensor<2xi8>, tensor<2xui8>, tensor<2xf32>) {
  %zero = weft.constant dense<0> : tensor<2xi8>
  %minus_one = weft.constant dense<-1> : tensor<2xi8>
  %least = weft.constant dense<-128> : tensor<2xi8>
  %seven = weft.constant dense<7> : tensor<2xi8>
  %minus_two = weft.constant dense<-2> : tensor<2xi8>
  %0 = weft.div %seven, %zero : tensor<2xi8>
  %1 = weft.div %least, %minus_one : tensor<2xi8>
  %2 = weft.div %seven, %minus_two : tensor<2xi8>
  %u = weft.constant dense<7> : tensor<2xui8>
  %uzero = weft.constant dense<0> : tensor<2xui8>
  %3 = weft.div %u, %uzero : tensor<2xui8>
  %f = weft.constant dense<1.0> : tensor<2xf32>
  %fzero = weft.constant dense<0.0> : tensor<2xf32>
  %4 = weft.div %f, %fzero : tensor<2xf32>
  weft.return %0, %1, %2, %3, %4 : tensor<2xi8>, tensor<2xi8>, tensor<2xi8>, tensor<2xui8>, tensor<2xf32>
}
// -----
// Conversions saturate, NaN gives 0 but is true, unsigned stays unsigned.
// CHECK-LABEL: func.func @conversions(
// CHECK-DAG: %[[A:.*]] = weft.constant dense<127> : tensor<2xi8>
// CHECK-DAG: %[[B:.*]] = weft.constant dense<0> : tensor<2xi32>
// CHECK-DAG: %[[C:.*]] = weft.constant dense<true> : tensor<2xi1>
// CHECK-DAG: %[[D:.*]] = weft.constant dense<2.000000e+02> : tensor<2xf32>
// CHECK-DAG: %[[E:.*]] = weft.constant dense<-56> : tensor<2xi8>
// CHECK-DAG: %[[F:.*]] = weft.constant dense<1.000000e+00> : tensor<2xf16>
// CHECK: weft.return %[[A]], %[[B]], %[[C]], %[[D]], %[[E]], %[[F]] :
func.func @conversions() -> (tensor<2xi8>, tensor<2xi32>, tensor<2xi1>, tensor<2xf32>, tensor<2xi8>, tensor<2xf16>) {
  %big = weft.constant dense<1.0e9> : tensor<2xf32>
  %nan = weft.constant dense<0x7FC00000> : tensor<2xf32>
  %u = weft.constant dense<200> : tensor<2xui8>
  %t = weft.constant dense<true> : tensor<2xi1>
  %0 = weft.convert %big : tensor<2xf32> to tensor<2xi8>
  %1 = weft.convert %nan : tensor<2xf32> to tensor<2xi32>
  %2 = weft.convert %nan : tensor<2xf32> to tensor<2xi1>
  %3 = weft.convert %u : tensor<2xui8> to tensor<2xf32>
  %4 = weft.convert %u : tensor<2xui8> to tensor<2xi8>
  %5 = weft.convert %t : tensor<2xi1> to tensor<2xf16>
  weft.return %0, %1, %2, %3, %4, %5 : tensor<2xi8>, tensor<2xi32>, tensor<2xi1>, tensor<2xf32>, tensor<2xi8>, tensor<2xf16>
}
// -----
// Constants that differ are left to the program.
// CHECK-LABEL: func.func @different(
// CHECK: weft.add
func.func @different() -> tensor<2xf32> {
  %0 = weft.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %1 = weft.add %0, %0 : tensor<2xf32>
  weft.return %1 : tensor<2xf32>
}

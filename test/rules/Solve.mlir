// Derivatives follow from the equation: the system is solved again, along
// what its constants change.
// RUN: weft-opt %s -weft-jvp | FileCheck %s --check-prefix=JVP
// RUN: weft-opt %s -weft-batch=size=4 | FileCheck %s --check-prefix=BATCH
// RUN: not weft-opt %s -weft-transpose=linear=1 2>&1 \
// RUN:   | FileCheck %s --check-prefix=BACK

// JVP-LABEL: func.func @solve(
// JVP-NEXT: %[[X:.*]] = "weft.linear_solve"(%arg0, %arg1)
// JVP: %[[M:.*]]:2 = "weft.call"(%arg0, %[[X]], %arg2)
// JVP: %[[B:.*]] = weft.sub %arg3, %[[M]]#1
// JVP-NEXT: %[[T:.*]] = "weft.linear_solve"(%arg0, %[[B]])
// JVP: weft.return %[[X]], %[[T]]
// BATCH-LABEL: func.func @solve(
// BATCH: }) : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x3xf32>
// BACK: error: 'weft.linear_solve' op [linearSolve] reverse mode needs a solver of the transposed system; give a transposeSolve, or say symmetric
func.func @solve(%a: tensor<3xf32>, %b: tensor<3xf32>) -> tensor<3xf32> {
  %x = "weft.linear_solve"(%a, %b) <{
      operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%k: tensor<3xf32>, %v: tensor<3xf32>):
    %y = weft.mul %k, %v : tensor<3xf32>
    weft.return %y : tensor<3xf32>
  }, {
  ^bb0(%k: tensor<3xf32>, %v: tensor<3xf32>):
    %y = weft.div %v, %k : tensor<3xf32>
    weft.return %y : tensor<3xf32>
  }, {
  }) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
  weft.return %x : tensor<3xf32>
}

// JVP-LABEL: func.func @root(
// JVP-NEXT: %[[X:.*]] = "weft.root"(%arg0, %arg1)
// JVP: %[[M:.*]]:2 = "weft.call"(%arg0, %[[X]], %arg2)
// JVP: %[[R:.*]] = weft.neg %[[M]]#1
// JVP-NEXT: %[[T:.*]] = "weft.call"(%arg0, %[[X]], %[[R]])
// JVP: weft.return %[[X]], %[[T]]
// BATCH-LABEL: func.func @root(
// BATCH: }) : (tensor<4xf64>, tensor<4xf64>) -> tensor<4xf64>
// x = √a, where x² - a = 0.
func.func @root(%a: tensor<f64>, %start: tensor<f64>) -> tensor<f64> {
  %x = "weft.root"(%a, %start) <{operandSegmentSizes = array<i32: 1, 1>}> ({
  ^bb0(%k: tensor<f64>, %v: tensor<f64>):
    %s = weft.mul %v, %v : tensor<f64>
    %r = weft.sub %s, %k : tensor<f64>
    weft.return %r : tensor<f64>
  }, {
  ^bb0(%k: tensor<f64>, %v: tensor<f64>):
    %y = weft.sqrt %k : tensor<f64>
    weft.return %y : tensor<f64>
  }, {
  ^bb0(%k: tensor<f64>, %v: tensor<f64>, %r: tensor<f64>):
    %d = weft.add %v, %v : tensor<f64>
    %y = weft.div %r, %d : tensor<f64>
    weft.return %y : tensor<f64>
  }) : (tensor<f64>, tensor<f64>) -> tensor<f64>
  weft.return %x : tensor<f64>
}

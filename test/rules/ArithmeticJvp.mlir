// Derivatives of arithmetic. An argument marked weft.fixed has no tangent.
// RUN: weft-opt %s --weft-jvp | FileCheck %s

// CHECK-LABEL: func.func @add(
// CHECK-NEXT: %[[V0:.*]] = weft.add %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.add %arg2, %arg3 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @add(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.add %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sub(
// CHECK-NEXT: %[[V0:.*]] = weft.sub %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.sub %arg2, %arg3 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @sub(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sub %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @mul(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg2, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %arg0, %arg3 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.add %[[V1]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @mul(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @div(
// CHECK-NEXT: %[[V0:.*]] = weft.div %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %[[V0]], %arg3 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.sub %arg2, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.div %[[V2]], %arg1 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @div(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.div %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @rem(
// CHECK-NEXT: %[[V0:.*]] = weft.rem %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.div %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.abs %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.floor %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.sign %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.mul %[[V4]], %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.mul %arg3, %[[V5]] : tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.neg %[[V6]] : tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.add %arg2, %[[V7]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V8]] : tensor<3xf32>, tensor<3xf32>
func.func @rem(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.rem %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @max(
// CHECK-NEXT: %[[V0:.*]] = weft.max %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.constant dense<5.000000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.compare eq %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.compare gt %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.select %[[V5]], %[[V1]], %[[V2]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.select %[[V4]], %[[V3]], %[[V6]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.mul %arg2, %[[V7]] : tensor<3xf32>
// CHECK-NEXT: %[[V9:.*]] = weft.compare gt %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V10:.*]] = weft.select %[[V9]], %[[V1]], %[[V2]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.select %[[V4]], %[[V3]], %[[V10]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V12:.*]] = weft.mul %arg3, %[[V11]] : tensor<3xf32>
// CHECK-NEXT: %[[V13:.*]] = weft.add %[[V8]], %[[V12]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V13]] : tensor<3xf32>, tensor<3xf32>
func.func @max(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.max %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @min(
// CHECK-NEXT: %[[V0:.*]] = weft.min %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.constant dense<5.000000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.compare eq %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.compare lt %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.select %[[V5]], %[[V1]], %[[V2]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.select %[[V4]], %[[V3]], %[[V6]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.mul %arg2, %[[V7]] : tensor<3xf32>
// CHECK-NEXT: %[[V9:.*]] = weft.compare lt %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V10:.*]] = weft.select %[[V9]], %[[V1]], %[[V2]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.select %[[V4]], %[[V3]], %[[V10]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V12:.*]] = weft.mul %arg3, %[[V11]] : tensor<3xf32>
// CHECK-NEXT: %[[V13:.*]] = weft.add %[[V8]], %[[V12]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V13]] : tensor<3xf32>, tensor<3xf32>
func.func @min(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.min %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @pow(
// CHECK-NEXT: %[[V0:.*]] = weft.pow %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.compare eq %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.sub %arg1, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.select %[[V3]], %[[V1]], %[[V4]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.pow %arg0, %[[V5]] : tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.mul %arg1, %[[V6]] : tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.select %[[V3]], %[[V2]], %[[V7]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V9:.*]] = weft.mul %arg2, %[[V8]] : tensor<3xf32>
// CHECK-NEXT: %[[V10:.*]] = weft.compare eq %arg0, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V11:.*]] = weft.select %[[V10]], %[[V1]], %arg0 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V12:.*]] = weft.log %[[V11]] : tensor<3xf32>
// CHECK-NEXT: %[[V13:.*]] = weft.mul %[[V12]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V14:.*]] = weft.mul %arg3, %[[V13]] : tensor<3xf32>
// CHECK-NEXT: %[[V15:.*]] = weft.add %[[V9]], %[[V14]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V15]] : tensor<3xf32>, tensor<3xf32>
func.func @pow(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.pow %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @atan2(
// CHECK-NEXT: %[[V0:.*]] = weft.atan2 %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg0, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %arg1, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.add %[[V1]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.div %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.mul %arg2, %[[V4]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.neg %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.div %[[V6]], %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.mul %arg3, %[[V7]] : tensor<3xf32>
// CHECK-NEXT: %[[V9:.*]] = weft.add %[[V5]], %[[V8]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V9]] : tensor<3xf32>, tensor<3xf32>
func.func @atan2(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.atan2 %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @nextafter(
// CHECK-NEXT: %[[V0:.*]] = weft.nextafter %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @nextafter(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.nextafter %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @neg(
// CHECK-NEXT: %[[V0:.*]] = weft.neg %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.neg %arg1 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @neg(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.neg %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sub_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.sub %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.neg %arg2 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @sub_one_sided(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sub %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @mul_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.mul %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg0, %arg2 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @mul_one_sided(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.mul %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @div_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.div %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %[[V0]], %arg2 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.neg %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.div %[[V2]], %arg1 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @div_one_sided(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.div %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @max_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.max %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.constant dense<5.000000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.compare eq %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.compare gt %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.select %[[V5]], %[[V1]], %[[V2]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.select %[[V4]], %[[V3]], %[[V6]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V8:.*]] = weft.mul %arg2, %[[V7]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V8]] : tensor<3xf32>, tensor<3xf32>
func.func @max_one_sided(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.max %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @pow_one_sided(
// CHECK-NEXT: %[[V0:.*]] = weft.pow %arg0, %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.compare eq %arg0, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.select %[[V3]], %[[V1]], %arg0 : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.log %[[V4]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.mul %[[V5]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.mul %arg2, %[[V6]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V7]] : tensor<3xf32>, tensor<3xf32>
func.func @pow_one_sided(%arg0: tensor<3xf32> {weft.fixed}, %arg1: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.pow %arg0, %arg1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_pow_0(
// CHECK-NEXT: %[[V0:.*]] = weft.integer_pow %arg0 to 0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @integer_pow_0(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to 0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_pow_1(
// CHECK-NEXT: %[[V0:.*]] = weft.integer_pow %arg0 to 1 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %arg1 : tensor<3xf32>, tensor<3xf32>
func.func @integer_pow_1(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to 1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_pow_2(
// CHECK-NEXT: %[[V0:.*]] = weft.integer_pow %arg0 to 2 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<2.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @integer_pow_2(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to 2 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_pow_3(
// CHECK-NEXT: %[[V0:.*]] = weft.integer_pow %arg0 to 3 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.integer_pow %arg0 to 2 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<3.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %[[V2]], %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @integer_pow_3(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to 3 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_pow_m1(
// CHECK-NEXT: %[[V0:.*]] = weft.integer_pow %arg0 to -1 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.integer_pow %arg0 to -2 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<-1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %[[V2]], %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @integer_pow_m1(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.integer_pow %arg0 to -1 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

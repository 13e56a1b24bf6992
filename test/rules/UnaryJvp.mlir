// Derivatives of functions of one array.
// RUN: weft-opt %s --weft-jvp | FileCheck %s

// CHECK-LABEL: func.func @abs(
// CHECK-NEXT: %[[V0:.*]] = weft.abs %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.compare ge %arg0, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.neg %arg1 : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.select %[[V2]], %arg1, %[[V3]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @abs(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.abs %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sign(
// CHECK-NEXT: %[[V0:.*]] = weft.sign %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @sign(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sign %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @floor(
// CHECK-NEXT: %[[V0:.*]] = weft.floor %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @floor(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.floor %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @ceil(
// CHECK-NEXT: %[[V0:.*]] = weft.ceil %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @ceil(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.ceil %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @round(
// CHECK-NEXT: %[[V0:.*]] = weft.round %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @round(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.round %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @round_even(
// CHECK-NEXT: %[[V0:.*]] = weft.round_even %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @round_even(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.round_even %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @stop_gradient(
// CHECK-NEXT: %[[V0:.*]] = weft.stop_gradient %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]] : tensor<3xf32>
func.func @stop_gradient(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.stop_gradient %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @erf(
// CHECK-NEXT: %[[V0:.*]] = weft.erf %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.12837923> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %arg0, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.neg %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.exp %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.mul %[[V1]], %[[V4]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.mul %arg1, %[[V5]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V6]] : tensor<3xf32>, tensor<3xf32>
func.func @erf(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.erf %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @exp(
// CHECK-NEXT: %[[V0:.*]] = weft.exp %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg1, %[[V0]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @exp(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.exp %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @exp2(
// CHECK-NEXT: %[[V0:.*]] = weft.exp2 %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<0.693147182> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %[[V0]], %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @exp2(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.exp2 %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @expm1(
// CHECK-NEXT: %[[V0:.*]] = weft.expm1 %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.add %[[V0]], %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @expm1(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.expm1 %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @log(
// CHECK-NEXT: %[[V0:.*]] = weft.log %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.div %arg1, %arg0 : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V1]] : tensor<3xf32>, tensor<3xf32>
func.func @log(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.log %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @log1p(
// CHECK-NEXT: %[[V0:.*]] = weft.log1p %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.add %arg0, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.div %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @log1p(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.log1p %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @tanh(
// CHECK-NEXT: %[[V0:.*]] = weft.tanh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.add %[[V1]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.sub %[[V1]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %[[V2]], %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.mul %arg1, %[[V4]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V5]] : tensor<3xf32>, tensor<3xf32>
func.func @tanh(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.tanh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @logistic(
// CHECK-NEXT: %[[V0:.*]] = weft.logistic %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.sub %[[V1]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %[[V0]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @logistic(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.logistic %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sin(
// CHECK-NEXT: %[[V0:.*]] = weft.sin %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.cos %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %arg1, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V2]] : tensor<3xf32>, tensor<3xf32>
func.func @sin(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sin %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cos(
// CHECK-NEXT: %[[V0:.*]] = weft.cos %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.sin %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.neg %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @cos(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cos %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @tan(
// CHECK-NEXT: %[[V0:.*]] = weft.tan %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %[[V0]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.add %[[V1]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @tan(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.tan %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @asin(
// CHECK-NEXT: %[[V0:.*]] = weft.asin %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.add %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.sub %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %[[V2]], %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.rsqrt %[[V4]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.mul %arg1, %[[V5]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V6]] : tensor<3xf32>, tensor<3xf32>
func.func @asin(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.asin %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @acos(
// CHECK-NEXT: %[[V0:.*]] = weft.acos %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.add %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.sub %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %[[V2]], %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.rsqrt %[[V4]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.neg %[[V5]] : tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.mul %arg1, %[[V6]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V7]] : tensor<3xf32>, tensor<3xf32>
func.func @acos(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.acos %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @atan(
// CHECK-NEXT: %[[V0:.*]] = weft.atan %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg0, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.add %[[V1]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.div %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @atan(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.atan %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sinh(
// CHECK-NEXT: %[[V0:.*]] = weft.sinh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.cosh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %arg1, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V2]] : tensor<3xf32>, tensor<3xf32>
func.func @sinh(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sinh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cosh(
// CHECK-NEXT: %[[V0:.*]] = weft.cosh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.sinh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.mul %arg1, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V2]] : tensor<3xf32>, tensor<3xf32>
func.func @cosh(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cosh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @asinh(
// CHECK-NEXT: %[[V0:.*]] = weft.asinh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %arg0, %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.add %[[V1]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.rsqrt %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.mul %arg1, %[[V4]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V5]] : tensor<3xf32>, tensor<3xf32>
func.func @asinh(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.asinh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @acosh(
// CHECK-NEXT: %[[V0:.*]] = weft.acosh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.sub %arg0, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.rsqrt %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.add %arg0, %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.rsqrt %[[V4]] : tensor<3xf32>
// CHECK-NEXT: %[[V6:.*]] = weft.mul %[[V3]], %[[V5]] : tensor<3xf32>
// CHECK-NEXT: %[[V7:.*]] = weft.mul %arg1, %[[V6]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V7]] : tensor<3xf32>, tensor<3xf32>
func.func @acosh(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.acosh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @atanh(
// CHECK-NEXT: %[[V0:.*]] = weft.atanh %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<1.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.add %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.sub %[[V1]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %[[V2]], %[[V3]] : tensor<3xf32>
// CHECK-NEXT: %[[V5:.*]] = weft.div %arg1, %[[V4]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V5]] : tensor<3xf32>, tensor<3xf32>
func.func @atanh(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.atanh %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @sqrt(
// CHECK-NEXT: %[[V0:.*]] = weft.sqrt %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.constant dense<5.000000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.div %[[V1]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %arg1, %[[V2]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V3]] : tensor<3xf32>, tensor<3xf32>
func.func @sqrt(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.sqrt %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @rsqrt(
// CHECK-NEXT: %[[V0:.*]] = weft.rsqrt %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.div %[[V0]], %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<-5.000000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.mul %[[V1]], %[[V2]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @rsqrt(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.rsqrt %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cbrt(
// CHECK-NEXT: %[[V0:.*]] = weft.cbrt %arg0 : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = weft.mul %[[V0]], %[[V0]] : tensor<3xf32>
// CHECK-NEXT: %[[V2:.*]] = weft.constant dense<0.333333343> : tensor<3xf32>
// CHECK-NEXT: %[[V3:.*]] = weft.div %[[V2]], %[[V1]] : tensor<3xf32>
// CHECK-NEXT: %[[V4:.*]] = weft.mul %arg1, %[[V3]] : tensor<3xf32>
// CHECK-NEXT: weft.return %[[V0]], %[[V4]] : tensor<3xf32>, tensor<3xf32>
func.func @cbrt(%arg0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = weft.cbrt %arg0 : tensor<3xf32>
  weft.return %0 : tensor<3xf32>
}

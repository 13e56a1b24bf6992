"builtin.module"() <{sym_name = "jit__lambda"}> ({
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xf32>, tensor<5xf32>, tensor<f32>) -> tensor<5x2xf32>, res_attrs = [{jax.result_info = "result"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg140: tensor<2xf32>, %arg141: tensor<5xf32>, %arg142: tensor<f32>):
    %395 = "stablehlo.slice"(%arg141) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<5xf32>) -> tensor<1xf32>
    %396 = "stablehlo.reshape"(%395) : (tensor<1xf32>) -> tensor<f32>
    %397 = "func.call"(%arg140, %arg141, %arg142) <{callee = @_odeint_wrapper}> : (tensor<2xf32>, tensor<5xf32>, tensor<f32>) -> tensor<5x2xf32>
    "func.return"(%397) : (tensor<5x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<2xf32>, tensor<5xf32>, tensor<f32>) -> tensor<5x2xf32>, res_attrs = [{}], sym_name = "_odeint_wrapper", sym_visibility = "private"}> ({
  ^bb0(%arg107: tensor<2xf32>, %arg108: tensor<5xf32>, %arg109: tensor<f32>):
    %275 = "stablehlo.constant"() <{value = dense<[2.000000e-01, 3.000000e-01, 8.000000e-01, 0.888888895, 1.000000e+00, 1.000000e+00, 0.000000e+00]> : tensor<7xf32>}> : () -> tensor<7xf32>
    %276 = "stablehlo.constant"() <{value = dense<[[2.000000e-01, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00], [7.500000e-02, 2.250000e-01, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00], [0.977777779, -3.73333335, 3.55555558, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00], [2.95259857, -11.5957937, 9.82289314, -0.290809333, 0.000000e+00, 0.000000e+00, 0.000000e+00], [2.84627533, -10.757576, 8.90642261, 0.278409094, -0.273531318, 0.000000e+00, 0.000000e+00], [0.0911458358, 0.000000e+00, 0.449236304, 0.651041686, -0.322376192, 0.130952388, 0.000000e+00]]> : tensor<6x7xf32>}> : () -> tensor<6x7xf32>
    %277 = "stablehlo.constant"() <{value = dense<[0.0911458358, 0.000000e+00, 0.449236304, 0.651041686, -0.322376192, 0.130952388, 0.000000e+00]> : tensor<7xf32>}> : () -> tensor<7xf32>
    %278 = "stablehlo.constant"() <{value = dense<[8.21759284E-4, 0.000000e+00, -0.00283518014, 0.0246527772, -0.0339091979, 0.027936507, -0.0166666675]> : tensor<7xf32>}> : () -> tensor<7xf32>
    %279 = "stablehlo.constant"() <{value = dense<[0.100134321, 0.000000e+00, 0.391832173, -0.0298246015, 0.0589326844, -0.0449788868, 0.0239043087]> : tensor<7xf32>}> : () -> tensor<7xf32>
    %280 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<5xf32>) -> tensor<1xf32>
    %281 = "stablehlo.reshape"(%280) : (tensor<1xf32>) -> tensor<f32>
    %282 = "stablehlo.slice"(%arg107) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<2xf32>
    %283 = "stablehlo.slice"(%282) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %284 = "stablehlo.reshape"(%283) : (tensor<1xf32>) -> tensor<f32>
    %285 = "stablehlo.slice"(%282) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %286 = "stablehlo.reshape"(%285) : (tensor<1xf32>) -> tensor<f32>
    %287 = "stablehlo.multiply"(%286, %286) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %288 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %289 = "stablehlo.subtract"(%288, %287) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %290 = "stablehlo.multiply"(%arg109, %289) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %291 = "stablehlo.slice"(%282) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %292 = "stablehlo.reshape"(%291) : (tensor<1xf32>) -> tensor<f32>
    %293 = "stablehlo.multiply"(%290, %292) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %294 = "stablehlo.slice"(%282) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %295 = "stablehlo.reshape"(%294) : (tensor<1xf32>) -> tensor<f32>
    %296 = "stablehlo.subtract"(%293, %295) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %297 = "stablehlo.broadcast_in_dim"(%284) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %298 = "stablehlo.broadcast_in_dim"(%296) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %299 = "stablehlo.concatenate"(%297, %298) <{dimension = 0 : i64}> : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %300 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<5xf32>) -> tensor<1xf32>
    %301 = "stablehlo.reshape"(%300) : (tensor<1xf32>) -> tensor<f32>
    %302 = "stablehlo.abs"(%arg107) : (tensor<2xf32>) -> tensor<2xf32>
    %303 = "stablehlo.constant"() <{value = dense<1.400000e-08> : tensor<f32>}> : () -> tensor<f32>
    %304 = "stablehlo.broadcast_in_dim"(%303) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %305 = "stablehlo.multiply"(%302, %304) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %306 = "stablehlo.constant"() <{value = dense<1.400000e-08> : tensor<f32>}> : () -> tensor<f32>
    %307 = "stablehlo.broadcast_in_dim"(%306) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %308 = "stablehlo.add"(%307, %305) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %309 = "stablehlo.divide"(%arg107, %308) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %310 = "func.call"(%309) <{callee = @norm}> : (tensor<2xf32>) -> tensor<f32>
    %311 = "stablehlo.divide"(%299, %308) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %312 = "func.call"(%311) <{callee = @norm}> : (tensor<2xf32>) -> tensor<f32>
    %313 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %314 = "stablehlo.compare"(%310, %313) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %315 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %316 = "stablehlo.compare"(%312, %315) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %317 = "stablehlo.or"(%314, %316) : (tensor<i1>, tensor<i1>) -> tensor<i1>
    %318 = "stablehlo.constant"() <{value = dense<0.00999999977> : tensor<f32>}> : () -> tensor<f32>
    %319 = "stablehlo.multiply"(%318, %310) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %320 = "stablehlo.divide"(%319, %312) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %321 = "stablehlo.constant"() <{value = dense<9.99999997E-7> : tensor<f32>}> : () -> tensor<f32>
    %322 = "func.call"(%317, %321, %320) <{callee = @_where}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %323 = "stablehlo.broadcast_in_dim"(%322) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %324 = "stablehlo.multiply"(%323, %299) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %325 = "stablehlo.add"(%arg107, %324) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %326 = "stablehlo.add"(%301, %322) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %327 = "stablehlo.slice"(%325) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<2xf32>
    %328 = "stablehlo.slice"(%327) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %329 = "stablehlo.reshape"(%328) : (tensor<1xf32>) -> tensor<f32>
    %330 = "stablehlo.slice"(%327) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %331 = "stablehlo.reshape"(%330) : (tensor<1xf32>) -> tensor<f32>
    %332 = "stablehlo.multiply"(%331, %331) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %333 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %334 = "stablehlo.subtract"(%333, %332) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %335 = "stablehlo.multiply"(%arg109, %334) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %336 = "stablehlo.slice"(%327) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %337 = "stablehlo.reshape"(%336) : (tensor<1xf32>) -> tensor<f32>
    %338 = "stablehlo.multiply"(%335, %337) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %339 = "stablehlo.slice"(%327) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %340 = "stablehlo.reshape"(%339) : (tensor<1xf32>) -> tensor<f32>
    %341 = "stablehlo.subtract"(%338, %340) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %342 = "stablehlo.broadcast_in_dim"(%329) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %343 = "stablehlo.broadcast_in_dim"(%341) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %344 = "stablehlo.concatenate"(%342, %343) <{dimension = 0 : i64}> : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %345 = "stablehlo.subtract"(%344, %299) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %346 = "stablehlo.divide"(%345, %308) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %347 = "func.call"(%346) <{callee = @norm}> : (tensor<2xf32>) -> tensor<f32>
    %348 = "stablehlo.divide"(%347, %322) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %349 = "stablehlo.constant"() <{value = dense<1.000000e-15> : tensor<f32>}> : () -> tensor<f32>
    %350 = "stablehlo.compare"(%312, %349) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %351 = "stablehlo.constant"() <{value = dense<1.000000e-15> : tensor<f32>}> : () -> tensor<f32>
    %352 = "stablehlo.compare"(%348, %351) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %353 = "stablehlo.and"(%350, %352) : (tensor<i1>, tensor<i1>) -> tensor<i1>
    %354 = "stablehlo.constant"() <{value = dense<1.000000e-03> : tensor<f32>}> : () -> tensor<f32>
    %355 = "stablehlo.multiply"(%322, %354) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %356 = "stablehlo.constant"() <{value = dense<9.99999997E-7> : tensor<f32>}> : () -> tensor<f32>
    %357 = "stablehlo.maximum"(%356, %355) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %358 = "stablehlo.maximum"(%312, %348) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %359 = "stablehlo.constant"() <{value = dense<0.00999999977> : tensor<f32>}> : () -> tensor<f32>
    %360 = "stablehlo.divide"(%359, %358) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %361 = "stablehlo.constant"() <{value = dense<2.000000e-01> : tensor<f32>}> : () -> tensor<f32>
    %362 = "stablehlo.power"(%360, %361) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %363 = "func.call"(%353, %357, %362) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %364 = "stablehlo.constant"() <{value = dense<1.000000e+02> : tensor<f32>}> : () -> tensor<f32>
    %365 = "stablehlo.multiply"(%364, %322) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %366 = "stablehlo.minimum"(%365, %363) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %367 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
    %368 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %369 = "func.call"(%366, %367, %368) <{callee = @clip}> : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %370 = "stablehlo.broadcast_in_dim"(%arg107) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %371 = "stablehlo.broadcast_in_dim"(%arg107) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %372 = "stablehlo.broadcast_in_dim"(%arg107) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %373 = "stablehlo.broadcast_in_dim"(%arg107) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %374 = "stablehlo.broadcast_in_dim"(%arg107) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %375 = "stablehlo.concatenate"(%370, %371, %372, %373, %374) <{dimension = 0 : i64}> : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<5x2xf32>
    %376 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<5xf32>) -> tensor<1xf32>
    %377 = "stablehlo.reshape"(%376) : (tensor<1xf32>) -> tensor<f32>
    %378 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<5xf32>) -> tensor<1xf32>
    %379 = "stablehlo.reshape"(%378) : (tensor<1xf32>) -> tensor<f32>
    %380 = "stablehlo.slice"(%arg108) <{limit_indices = array<i64: 5>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<5xf32>) -> tensor<4xf32>
    %381 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %382 = "stablehlo.broadcast_in_dim"(%381) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<4x2xf32>
    %383 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %384:15 = "stablehlo.while"(%380, %275, %276, %277, %278, %arg109, %279, %383, %arg107, %299, %377, %369, %379, %375, %382) ({
    ^bb0(%arg125: tensor<4xf32>, %arg126: tensor<7xf32>, %arg127: tensor<6x7xf32>, %arg128: tensor<7xf32>, %arg129: tensor<7xf32>, %arg130: tensor<f32>, %arg131: tensor<7xf32>, %arg132: tensor<i32>, %arg133: tensor<2xf32>, %arg134: tensor<2xf32>, %arg135: tensor<f32>, %arg136: tensor<f32>, %arg137: tensor<f32>, %arg138: tensor<5x2xf32>, %arg139: tensor<4x2xf32>):
      %393 = "stablehlo.constant"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
      %394 = "stablehlo.compare"(%arg132, %393) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%394) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg110: tensor<4xf32>, %arg111: tensor<7xf32>, %arg112: tensor<6x7xf32>, %arg113: tensor<7xf32>, %arg114: tensor<7xf32>, %arg115: tensor<f32>, %arg116: tensor<7xf32>, %arg117: tensor<i32>, %arg118: tensor<2xf32>, %arg119: tensor<2xf32>, %arg120: tensor<f32>, %arg121: tensor<f32>, %arg122: tensor<f32>, %arg123: tensor<5x2xf32>, %arg124: tensor<4x2xf32>):
      %388 = "func.call"(%arg110, %arg117) <{callee = @dynamic_index_in_dim}> : (tensor<4xf32>, tensor<i32>) -> tensor<f32>
      %389:7 = "func.call"(%arg111, %arg112, %arg113, %arg114, %arg115, %arg116, %arg118, %arg119, %arg120, %arg121, %arg122, %arg123, %388) <{callee = @closed_call}> : (tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<f32>) -> (tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<2xf32>)
      %390 = "func.call"(%arg124, %389#6, %arg117) <{callee = @dynamic_update_index_in_dim}> : (tensor<4x2xf32>, tensor<2xf32>, tensor<i32>) -> tensor<4x2xf32>
      %391 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %392 = "stablehlo.add"(%arg117, %391) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg110, %arg111, %arg112, %arg113, %arg114, %arg115, %arg116, %392, %389#0, %389#1, %389#2, %389#3, %389#4, %389#5, %390) : (tensor<4xf32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<4x2xf32>) -> ()
    }) : (tensor<4xf32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<4x2xf32>) -> (tensor<4xf32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<4x2xf32>)
    %385 = "stablehlo.broadcast_in_dim"(%arg107) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %386 = "stablehlo.concatenate"(%385, %384#14) <{dimension = 0 : i64}> : (tensor<1x2xf32>, tensor<4x2xf32>) -> tensor<5x2xf32>
    %387 = "stablehlo.slice"(%386) <{limit_indices = array<i64: 5, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<5x2xf32>
    "func.return"(%387) : (tensor<5x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<2xf32>) -> tensor<f32>, res_attrs = [{}], sym_name = "norm", sym_visibility = "private"}> ({
  ^bb0(%arg104: tensor<2xf32>):
    %270 = "stablehlo.multiply"(%arg104, %arg104) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %271 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %272 = "stablehlo.reduce"(%270, %271) <{dimensions = array<i64: 0>}> ({
    ^bb0(%arg105: tensor<f32>, %arg106: tensor<f32>):
      %274 = "stablehlo.add"(%arg105, %arg106) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      "stablehlo.return"(%274) : (tensor<f32>) -> ()
    }) : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
    %273 = "stablehlo.sqrt"(%272) : (tensor<f32>) -> tensor<f32>
    "func.return"(%273) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg101: tensor<i1>, %arg102: tensor<f32>, %arg103: tensor<f32>):
    %268 = "stablehlo.convert"(%arg102) : (tensor<f32>) -> tensor<f32>
    %269 = "stablehlo.select"(%arg101, %268, %arg103) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%269) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>, res_attrs = [{}], sym_name = "_where_0", sym_visibility = "private"}> ({
  ^bb0(%arg98: tensor<i1>, %arg99: tensor<f32>, %arg100: tensor<f32>):
    %267 = "stablehlo.select"(%arg98, %arg99, %arg100) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%267) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>, res_attrs = [{}], sym_name = "clip", sym_visibility = "private"}> ({
  ^bb0(%arg95: tensor<f32>, %arg96: tensor<f32>, %arg97: tensor<f32>):
    %263 = "stablehlo.convert"(%arg97) : (tensor<f32>) -> tensor<f32>
    %264 = "stablehlo.maximum"(%263, %arg95) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %265 = "stablehlo.convert"(%arg96) : (tensor<f32>) -> tensor<f32>
    %266 = "stablehlo.minimum"(%265, %264) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%266) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<4xf32>, tensor<i32>) -> tensor<f32>, res_attrs = [{}], sym_name = "dynamic_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg93: tensor<4xf32>, %arg94: tensor<i32>):
    %261 = "stablehlo.dynamic_slice"(%arg93, %arg94) <{slice_sizes = array<i64: 1>}> : (tensor<4xf32>, tensor<i32>) -> tensor<1xf32>
    %262 = "stablehlo.reshape"(%261) : (tensor<1xf32>) -> tensor<f32>
    "func.return"(%262) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<f32>) -> (tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<2xf32>), res_attrs = [{}, {}, {}, {}, {}, {}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg30: tensor<7xf32>, %arg31: tensor<6x7xf32>, %arg32: tensor<7xf32>, %arg33: tensor<7xf32>, %arg34: tensor<f32>, %arg35: tensor<7xf32>, %arg36: tensor<2xf32>, %arg37: tensor<2xf32>, %arg38: tensor<f32>, %arg39: tensor<f32>, %arg40: tensor<f32>, %arg41: tensor<5x2xf32>, %arg42: tensor<f32>):
    %91 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %92:14 = "stablehlo.while"(%arg42, %arg30, %arg31, %arg32, %arg33, %arg34, %arg35, %91, %arg36, %arg37, %arg38, %arg39, %arg40, %arg41) ({
    ^bb0(%arg79: tensor<f32>, %arg80: tensor<7xf32>, %arg81: tensor<6x7xf32>, %arg82: tensor<7xf32>, %arg83: tensor<7xf32>, %arg84: tensor<f32>, %arg85: tensor<7xf32>, %arg86: tensor<i32>, %arg87: tensor<2xf32>, %arg88: tensor<2xf32>, %arg89: tensor<f32>, %arg90: tensor<f32>, %arg91: tensor<f32>, %arg92: tensor<5x2xf32>):
      %249 = "stablehlo.compare"(%arg89, %arg79) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %250 = "stablehlo.convert"(%arg86) : (tensor<i32>) -> tensor<f32>
      %251 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
      %252 = "stablehlo.compare"(%250, %251) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %253 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
      %254 = "stablehlo.broadcast_in_dim"(%253) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<i1>
      %255 = "stablehlo.compare"(%252, %254) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %256 = "stablehlo.convert"(%255) : (tensor<i1>) -> tensor<i1>
      %257 = "stablehlo.and"(%249, %256) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %258 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %259 = "stablehlo.compare"(%arg90, %258) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %260 = "stablehlo.and"(%257, %259) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%260) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg43: tensor<f32>, %arg44: tensor<7xf32>, %arg45: tensor<6x7xf32>, %arg46: tensor<7xf32>, %arg47: tensor<7xf32>, %arg48: tensor<f32>, %arg49: tensor<7xf32>, %arg50: tensor<i32>, %arg51: tensor<2xf32>, %arg52: tensor<2xf32>, %arg53: tensor<f32>, %arg54: tensor<f32>, %arg55: tensor<f32>, %arg56: tensor<5x2xf32>):
      %97 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %98 = "stablehlo.broadcast_in_dim"(%97) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<7x2xf32>
      %99 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %100 = "stablehlo.broadcast_in_dim"(%99) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
      %101 = "stablehlo.scatter"(%98, %100, %arg52) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
      ^bb0(%arg77: tensor<f32>, %arg78: tensor<f32>):
        "stablehlo.return"(%arg78) : (tensor<f32>) -> ()
      }) : (tensor<7x2xf32>, tensor<1xi32>, tensor<2xf32>) -> tensor<7x2xf32>
      %102 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %103 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %104:9 = "stablehlo.while"(%arg44, %arg54, %arg53, %arg45, %arg51, %arg48, %103, %102, %101) ({
      ^bb0(%arg68: tensor<7xf32>, %arg69: tensor<f32>, %arg70: tensor<f32>, %arg71: tensor<6x7xf32>, %arg72: tensor<2xf32>, %arg73: tensor<f32>, %arg74: tensor<i32>, %arg75: tensor<i32>, %arg76: tensor<7x2xf32>):
        %247 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
        %248 = "stablehlo.compare"(%arg74, %247) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        "stablehlo.return"(%248) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg59: tensor<7xf32>, %arg60: tensor<f32>, %arg61: tensor<f32>, %arg62: tensor<6x7xf32>, %arg63: tensor<2xf32>, %arg64: tensor<f32>, %arg65: tensor<i32>, %arg66: tensor<i32>, %arg67: tensor<7x2xf32>):
        %244:2 = "func.call"(%arg59, %arg60, %arg61, %arg62, %arg63, %arg64, %arg66, %arg67) <{callee = @closed_call_1}> : (tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<7x2xf32>) -> (tensor<i32>, tensor<7x2xf32>)
        %245 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %246 = "stablehlo.add"(%arg65, %245) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        "stablehlo.return"(%arg59, %arg60, %arg61, %arg62, %arg63, %arg64, %246, %244#0, %244#1) : (tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<7x2xf32>) -> ()
      }) : (tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<7x2xf32>) -> (tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<7x2xf32>)
      %105 = "stablehlo.dot_general"(%arg46, %104#8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
      %106 = "stablehlo.broadcast_in_dim"(%arg54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %107 = "stablehlo.multiply"(%106, %105) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %108 = "stablehlo.add"(%107, %arg51) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %109 = "stablehlo.dot_general"(%arg47, %104#8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
      %110 = "stablehlo.broadcast_in_dim"(%arg54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %111 = "stablehlo.multiply"(%110, %109) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %112 = "stablehlo.slice"(%104#8) <{limit_indices = array<i64: 7, 2>, start_indices = array<i64: 6, 0>, strides = array<i64: 1, 1>}> : (tensor<7x2xf32>) -> tensor<1x2xf32>
      %113 = "stablehlo.reshape"(%112) : (tensor<1x2xf32>) -> tensor<2xf32>
      %114 = "stablehlo.add"(%arg53, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %115 = "stablehlo.abs"(%arg51) : (tensor<2xf32>) -> tensor<2xf32>
      %116 = "stablehlo.abs"(%108) : (tensor<2xf32>) -> tensor<2xf32>
      %117 = "stablehlo.maximum"(%115, %116) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %118 = "stablehlo.constant"() <{value = dense<1.400000e-08> : tensor<f32>}> : () -> tensor<f32>
      %119 = "stablehlo.broadcast_in_dim"(%118) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %120 = "stablehlo.multiply"(%119, %117) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %121 = "stablehlo.constant"() <{value = dense<1.400000e-08> : tensor<f32>}> : () -> tensor<f32>
      %122 = "stablehlo.broadcast_in_dim"(%121) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %123 = "stablehlo.add"(%122, %120) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %124 = "stablehlo.divide"(%111, %123) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %125 = "stablehlo.multiply"(%124, %124) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %126 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %127 = "stablehlo.reduce"(%125, %126) <{dimensions = array<i64: 0>}> ({
      ^bb0(%arg57: tensor<f32>, %arg58: tensor<f32>):
        %243 = "stablehlo.add"(%arg57, %arg58) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        "stablehlo.return"(%243) : (tensor<f32>) -> ()
      }) : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
      %128 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %129 = "stablehlo.divide"(%127, %128) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %130 = "stablehlo.sqrt"(%129) : (tensor<f32>) -> tensor<f32>
      %131 = "stablehlo.dot_general"(%arg49, %104#8) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
      %132 = "stablehlo.broadcast_in_dim"(%arg54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %133 = "stablehlo.multiply"(%132, %131) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %134 = "stablehlo.add"(%arg51, %133) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %135 = "stablehlo.slice"(%104#8) <{limit_indices = array<i64: 1, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<7x2xf32>) -> tensor<1x2xf32>
      %136 = "stablehlo.reshape"(%135) : (tensor<1x2xf32>) -> tensor<2xf32>
      %137 = "stablehlo.slice"(%104#8) <{limit_indices = array<i64: 7, 2>, start_indices = array<i64: 6, 0>, strides = array<i64: 1, 1>}> : (tensor<7x2xf32>) -> tensor<1x2xf32>
      %138 = "stablehlo.reshape"(%137) : (tensor<1x2xf32>) -> tensor<2xf32>
      %139 = "stablehlo.constant"() <{value = dense<-2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %140 = "stablehlo.multiply"(%139, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %141 = "stablehlo.broadcast_in_dim"(%140) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %142 = "stablehlo.multiply"(%141, %136) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %143 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %144 = "stablehlo.multiply"(%143, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %145 = "stablehlo.broadcast_in_dim"(%144) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %146 = "stablehlo.multiply"(%145, %138) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %147 = "stablehlo.add"(%142, %146) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %148 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %149 = "stablehlo.broadcast_in_dim"(%148) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %150 = "stablehlo.multiply"(%149, %arg51) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %151 = "stablehlo.subtract"(%147, %150) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %152 = "stablehlo.constant"() <{value = dense<8.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %153 = "stablehlo.broadcast_in_dim"(%152) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %154 = "stablehlo.multiply"(%153, %108) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %155 = "stablehlo.subtract"(%151, %154) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %156 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
      %157 = "stablehlo.broadcast_in_dim"(%156) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %158 = "stablehlo.multiply"(%157, %134) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %159 = "stablehlo.add"(%155, %158) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %160 = "stablehlo.constant"() <{value = dense<5.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %161 = "stablehlo.multiply"(%160, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %162 = "stablehlo.broadcast_in_dim"(%161) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %163 = "stablehlo.multiply"(%162, %136) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %164 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %165 = "stablehlo.multiply"(%164, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %166 = "stablehlo.broadcast_in_dim"(%165) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %167 = "stablehlo.multiply"(%166, %138) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %168 = "stablehlo.subtract"(%163, %167) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %169 = "stablehlo.constant"() <{value = dense<1.800000e+01> : tensor<f32>}> : () -> tensor<f32>
      %170 = "stablehlo.broadcast_in_dim"(%169) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %171 = "stablehlo.multiply"(%170, %arg51) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %172 = "stablehlo.add"(%168, %171) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %173 = "stablehlo.constant"() <{value = dense<1.400000e+01> : tensor<f32>}> : () -> tensor<f32>
      %174 = "stablehlo.broadcast_in_dim"(%173) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %175 = "stablehlo.multiply"(%174, %108) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %176 = "stablehlo.add"(%172, %175) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %177 = "stablehlo.constant"() <{value = dense<3.200000e+01> : tensor<f32>}> : () -> tensor<f32>
      %178 = "stablehlo.broadcast_in_dim"(%177) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %179 = "stablehlo.multiply"(%178, %134) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %180 = "stablehlo.subtract"(%176, %179) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %181 = "stablehlo.constant"() <{value = dense<-4.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %182 = "stablehlo.multiply"(%181, %arg54) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %183 = "stablehlo.broadcast_in_dim"(%182) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %184 = "stablehlo.multiply"(%183, %136) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %185 = "stablehlo.broadcast_in_dim"(%arg54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %186 = "stablehlo.multiply"(%185, %138) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %187 = "stablehlo.add"(%184, %186) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %188 = "stablehlo.constant"() <{value = dense<1.100000e+01> : tensor<f32>}> : () -> tensor<f32>
      %189 = "stablehlo.broadcast_in_dim"(%188) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %190 = "stablehlo.multiply"(%189, %arg51) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %191 = "stablehlo.subtract"(%187, %190) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %192 = "stablehlo.constant"() <{value = dense<5.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %193 = "stablehlo.broadcast_in_dim"(%192) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %194 = "stablehlo.multiply"(%193, %108) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %195 = "stablehlo.subtract"(%191, %194) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %196 = "stablehlo.constant"() <{value = dense<1.600000e+01> : tensor<f32>}> : () -> tensor<f32>
      %197 = "stablehlo.broadcast_in_dim"(%196) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %198 = "stablehlo.multiply"(%197, %134) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %199 = "stablehlo.add"(%195, %198) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %200 = "stablehlo.broadcast_in_dim"(%arg54) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
      %201 = "stablehlo.multiply"(%200, %136) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %202 = "stablehlo.broadcast_in_dim"(%159) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
      %203 = "stablehlo.broadcast_in_dim"(%180) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
      %204 = "stablehlo.broadcast_in_dim"(%199) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
      %205 = "stablehlo.broadcast_in_dim"(%201) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
      %206 = "stablehlo.broadcast_in_dim"(%arg51) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
      %207 = "stablehlo.concatenate"(%202, %203, %204, %205, %206) <{dimension = 0 : i64}> : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<5x2xf32>
      %208 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %209 = "stablehlo.compare"(%130, %208) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %210 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %211 = "stablehlo.constant"() <{value = dense<2.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %212 = "func.call"(%209, %210, %211) <{callee = @_where_2}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %213 = "stablehlo.constant"() <{value = dense<-2.000000e-01> : tensor<f32>}> : () -> tensor<f32>
      %214 = "stablehlo.power"(%130, %213) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %215 = "stablehlo.constant"() <{value = dense<0.899999976> : tensor<f32>}> : () -> tensor<f32>
      %216 = "stablehlo.multiply"(%214, %215) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %217 = "stablehlo.convert"(%212) : (tensor<f32>) -> tensor<f32>
      %218 = "stablehlo.maximum"(%216, %217) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %219 = "stablehlo.constant"() <{value = dense<1.000000e+01> : tensor<f32>}> : () -> tensor<f32>
      %220 = "stablehlo.minimum"(%219, %218) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %221 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %222 = "stablehlo.compare"(%130, %221) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %223 = "stablehlo.constant"() <{value = dense<1.000000e+01> : tensor<f32>}> : () -> tensor<f32>
      %224 = "stablehlo.multiply"(%arg54, %223) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %225 = "stablehlo.multiply"(%arg54, %220) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %226 = "func.call"(%222, %224, %225) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %227 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<f32>}> : () -> tensor<f32>
      %228 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %229 = "func.call"(%226, %227, %228) <{callee = @clip}> : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %230 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %231 = "stablehlo.add"(%arg50, %230) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %232 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %233 = "stablehlo.add"(%arg50, %232) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %234 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %235 = "stablehlo.compare"(%130, %234) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %236 = "func.call"(%235, %231, %233) <{callee = @_where_3}> : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %237 = "func.call"(%235, %108, %arg51) <{callee = @_where_4}> : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %238 = "func.call"(%235, %113, %arg52) <{callee = @_where_4}> : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %239 = "func.call"(%235, %114, %arg53) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %240 = "func.call"(%235, %229, %229) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %241 = "func.call"(%235, %arg53, %arg55) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %242 = "func.call"(%235, %207, %arg56) <{callee = @_where_5}> : (tensor<i1>, tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<5x2xf32>
      "stablehlo.return"(%arg43, %arg44, %arg45, %arg46, %arg47, %arg48, %arg49, %236, %237, %238, %239, %240, %241, %242) : (tensor<f32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>) -> ()
    }) : (tensor<f32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>) -> (tensor<f32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>)
    %93 = "stablehlo.subtract"(%arg42, %92#12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %94 = "stablehlo.subtract"(%92#10, %92#12) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %95 = "stablehlo.divide"(%93, %94) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %96 = "func.call"(%92#13, %95) <{callee = @polyval}> : (tensor<5x2xf32>, tensor<f32>) -> tensor<2xf32>
    "func.return"(%92#8, %92#9, %92#10, %92#11, %92#12, %92#13, %96) : (tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<7x2xf32>) -> (tensor<i32>, tensor<7x2xf32>), res_attrs = [{}, {}], sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg20: tensor<7xf32>, %arg21: tensor<f32>, %arg22: tensor<f32>, %arg23: tensor<6x7xf32>, %arg24: tensor<2xf32>, %arg25: tensor<f32>, %arg26: tensor<i32>, %arg27: tensor<7x2xf32>):
    %29 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %30 = "stablehlo.add"(%arg26, %29) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %31 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %32 = "stablehlo.subtract"(%arg26, %31) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %33 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %34 = "stablehlo.compare"(%32, %33) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %35 = "stablehlo.convert"(%32) : (tensor<i32>) -> tensor<i32>
    %36 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
    %37 = "stablehlo.add"(%35, %36) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %38 = "stablehlo.select"(%34, %37, %32) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %39 = "stablehlo.dynamic_slice"(%arg20, %38) <{slice_sizes = array<i64: 1>}> : (tensor<7xf32>, tensor<i32>) -> tensor<1xf32>
    %40 = "stablehlo.reshape"(%39) : (tensor<1xf32>) -> tensor<f32>
    %41 = "stablehlo.multiply"(%arg21, %40) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %42 = "stablehlo.add"(%arg22, %41) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %43 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %44 = "stablehlo.subtract"(%arg26, %43) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %45 = "stablehlo.convert"(%44) : (tensor<i32>) -> tensor<i32>
    %46 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %47 = "stablehlo.compare"(%45, %46) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %48 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
    %49 = "stablehlo.add"(%45, %48) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %50 = "stablehlo.select"(%47, %49, %45) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %51 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %52 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %53 = "stablehlo.compare"(%51, %52) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %54 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %55 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
    %56 = "stablehlo.add"(%54, %55) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %57 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %58 = "stablehlo.select"(%53, %56, %57) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %59 = "stablehlo.dynamic_slice"(%arg23, %50, %58) <{slice_sizes = array<i64: 1, 7>}> : (tensor<6x7xf32>, tensor<i32>, tensor<i32>) -> tensor<1x7xf32>
    %60 = "stablehlo.reshape"(%59) : (tensor<1x7xf32>) -> tensor<7xf32>
    %61 = "stablehlo.dot_general"(%60, %arg27) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
    %62 = "stablehlo.broadcast_in_dim"(%arg21) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %63 = "stablehlo.multiply"(%62, %61) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %64 = "stablehlo.add"(%arg24, %63) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %65 = "stablehlo.slice"(%64) <{limit_indices = array<i64: 2>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<2xf32>
    %66 = "stablehlo.slice"(%65) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %67 = "stablehlo.reshape"(%66) : (tensor<1xf32>) -> tensor<f32>
    %68 = "stablehlo.slice"(%65) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %69 = "stablehlo.reshape"(%68) : (tensor<1xf32>) -> tensor<f32>
    %70 = "stablehlo.multiply"(%69, %69) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %71 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %72 = "stablehlo.subtract"(%71, %70) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %73 = "stablehlo.multiply"(%arg25, %72) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %74 = "stablehlo.slice"(%65) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %75 = "stablehlo.reshape"(%74) : (tensor<1xf32>) -> tensor<f32>
    %76 = "stablehlo.multiply"(%73, %75) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %77 = "stablehlo.slice"(%65) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1xf32>
    %78 = "stablehlo.reshape"(%77) : (tensor<1xf32>) -> tensor<f32>
    %79 = "stablehlo.subtract"(%76, %78) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %80 = "stablehlo.broadcast_in_dim"(%67) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %81 = "stablehlo.broadcast_in_dim"(%79) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %82 = "stablehlo.concatenate"(%80, %81) <{dimension = 0 : i64}> : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %83 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %84 = "stablehlo.compare"(%arg26, %83) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %85 = "stablehlo.constant"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
    %86 = "stablehlo.add"(%arg26, %85) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %87 = "stablehlo.select"(%84, %86, %arg26) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %88 = "stablehlo.convert"(%87) : (tensor<i32>) -> tensor<i32>
    %89 = "stablehlo.broadcast_in_dim"(%88) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
    %90 = "stablehlo.scatter"(%arg27, %89, %82) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
    ^bb0(%arg28: tensor<f32>, %arg29: tensor<f32>):
      "stablehlo.return"(%arg29) : (tensor<f32>) -> ()
    }) : (tensor<7x2xf32>, tensor<1xi32>, tensor<2xf32>) -> tensor<7x2xf32>
    "func.return"(%30, %90) : (tensor<i32>, tensor<7x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>, res_attrs = [{}], sym_name = "_where_2", sym_visibility = "private"}> ({
  ^bb0(%arg17: tensor<i1>, %arg18: tensor<f32>, %arg19: tensor<f32>):
    %28 = "stablehlo.select"(%arg17, %arg18, %arg19) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%28) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "_where_3", sym_visibility = "private"}> ({
  ^bb0(%arg14: tensor<i1>, %arg15: tensor<i32>, %arg16: tensor<i32>):
    %27 = "stablehlo.select"(%arg14, %arg15, %arg16) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%27) : (tensor<i32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>, res_attrs = [{}], sym_name = "_where_4", sym_visibility = "private"}> ({
  ^bb0(%arg11: tensor<i1>, %arg12: tensor<2xf32>, %arg13: tensor<2xf32>):
    %26 = "stablehlo.select"(%arg11, %arg12, %arg13) : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    "func.return"(%26) : (tensor<2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<5x2xf32>, res_attrs = [{}], sym_name = "_where_5", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<i1>, %arg9: tensor<5x2xf32>, %arg10: tensor<5x2xf32>):
    %25 = "stablehlo.select"(%arg8, %arg9, %arg10) : (tensor<i1>, tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<5x2xf32>
    "func.return"(%25) : (tensor<5x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x2xf32>, tensor<f32>) -> tensor<2xf32>, res_attrs = [{}], sym_name = "polyval", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<5x2xf32>, %arg7: tensor<f32>):
    %6 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %7 = "stablehlo.broadcast_in_dim"(%6) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %8 = "stablehlo.slice"(%arg6) <{limit_indices = array<i64: 0, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<0x2xf32>
    %9 = "stablehlo.slice"(%arg6) <{limit_indices = array<i64: 5, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<5x2xf32>
    %10 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 1, 2>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %11 = "stablehlo.reshape"(%10) : (tensor<1x2xf32>) -> tensor<2xf32>
    %12 = "func.call"(%arg7, %7, %11) <{callee = @closed_call_6}> : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %13 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 1, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %14 = "stablehlo.reshape"(%13) : (tensor<1x2xf32>) -> tensor<2xf32>
    %15 = "func.call"(%arg7, %12, %14) <{callee = @closed_call_6}> : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %16 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 3, 2>, start_indices = array<i64: 2, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %17 = "stablehlo.reshape"(%16) : (tensor<1x2xf32>) -> tensor<2xf32>
    %18 = "func.call"(%arg7, %15, %17) <{callee = @closed_call_6}> : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %19 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 4, 2>, start_indices = array<i64: 3, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %20 = "stablehlo.reshape"(%19) : (tensor<1x2xf32>) -> tensor<2xf32>
    %21 = "func.call"(%arg7, %18, %20) <{callee = @closed_call_6}> : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %22 = "stablehlo.slice"(%9) <{limit_indices = array<i64: 5, 2>, start_indices = array<i64: 4, 0>, strides = array<i64: 1, 1>}> : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %23 = "stablehlo.reshape"(%22) : (tensor<1x2xf32>) -> tensor<2xf32>
    %24 = "func.call"(%arg7, %21, %23) <{callee = @closed_call_6}> : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    "func.return"(%24) : (tensor<2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>, res_attrs = [{}], sym_name = "closed_call_6", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<f32>, %arg4: tensor<2xf32>, %arg5: tensor<2xf32>):
    %3 = "stablehlo.broadcast_in_dim"(%arg3) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<2xf32>
    %4 = "stablehlo.multiply"(%arg4, %3) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %5 = "stablehlo.add"(%4, %arg5) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    "func.return"(%5) : (tensor<2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<4x2xf32>, tensor<2xf32>, tensor<i32>) -> tensor<4x2xf32>, res_attrs = [{}], sym_name = "dynamic_update_index_in_dim", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<4x2xf32>, %arg1: tensor<2xf32>, %arg2: tensor<i32>):
    %0 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64: 1>}> : (tensor<2xf32>) -> tensor<1x2xf32>
    %1 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %2 = "stablehlo.dynamic_update_slice"(%arg0, %0, %arg2, %1) : (tensor<4x2xf32>, tensor<1x2xf32>, tensor<i32>, tensor<i32>) -> tensor<4x2xf32>
    "func.return"(%2) : (tensor<4x2xf32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

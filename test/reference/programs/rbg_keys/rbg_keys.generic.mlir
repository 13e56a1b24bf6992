"builtin.module"() <{sym_name = "jit__lambda"}> ({
  "func.func"() <{function_type = (tensor<i32>) -> (tensor<4xui32>, tensor<3x4xui32>, tensor<5xui32>, tensor<3xf32>, tensor<3x2xf32>), res_attrs = [{jax.result_info = "result[0]"}, {jax.result_info = "result[1]"}, {jax.result_info = "result[2]"}, {jax.result_info = "result[3]"}, {jax.result_info = "result[4]"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg70: tensor<i32>):
    %270 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %271 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %272 = "stablehlo.constant"() <{value = dense<7> : tensor<ui32>}> : () -> tensor<ui32>
    %273 = "stablehlo.constant"() <{value = dense<32> : tensor<ui64>}> : () -> tensor<ui64>
    %274 = "stablehlo.constant"() <{value = dense<1> : tensor<ui64>}> : () -> tensor<ui64>
    %275 = "stablehlo.constant"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
    %276 = "stablehlo.constant"() <{value = dense<32> : tensor<i32>}> : () -> tensor<i32>
    %277 = "stablehlo.shift_right_logical"(%arg70, %276) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %278 = "stablehlo.convert"(%277) : (tensor<i32>) -> tensor<ui32>
    %279 = "stablehlo.broadcast_in_dim"(%278) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %280 = "stablehlo.and"(%arg70, %275) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %281 = "stablehlo.convert"(%280) : (tensor<i32>) -> tensor<ui32>
    %282 = "stablehlo.broadcast_in_dim"(%281) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %283 = "stablehlo.concatenate"(%279, %282) <{dimension = 0 : i64}> : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    %284 = "stablehlo.concatenate"(%283, %283) <{dimension = 0 : i64}> : (tensor<2xui32>, tensor<2xui32>) -> tensor<4xui32>
    %285 = "stablehlo.reshape"(%284) : (tensor<4xui32>) -> tensor<2x2xui32>
    %286 = "stablehlo.slice"(%285) <{limit_indices = array<i64: 2, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<2x1xui32>
    %287 = "stablehlo.reshape"(%286) : (tensor<2x1xui32>) -> tensor<2xui32>
    %288 = "stablehlo.slice"(%285) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 0, 1>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<2x1xui32>
    %289 = "stablehlo.reshape"(%288) : (tensor<2x1xui32>) -> tensor<2xui32>
    %290 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3xui64>
    %291 = "stablehlo.broadcast_in_dim"(%274) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3xui64>
    %292 = "stablehlo.multiply"(%291, %290) : (tensor<3xui64>, tensor<3xui64>) -> tensor<3xui64>
    %293 = "stablehlo.broadcast_in_dim"(%273) <{broadcast_dimensions = array<i64>}> : (tensor<ui64>) -> tensor<3xui64>
    %294 = "stablehlo.shift_right_logical"(%292, %293) : (tensor<3xui64>, tensor<3xui64>) -> tensor<3xui64>
    %295 = "stablehlo.convert"(%292) : (tensor<3xui64>) -> tensor<3xui32>
    %296 = "stablehlo.convert"(%294) : (tensor<3xui64>) -> tensor<3xui32>
    %297 = "stablehlo.broadcast_in_dim"(%296) <{broadcast_dimensions = array<i64: 1>}> : (tensor<3xui32>) -> tensor<1x3xui32>
    %298 = "stablehlo.broadcast_in_dim"(%295) <{broadcast_dimensions = array<i64: 1>}> : (tensor<3xui32>) -> tensor<1x3xui32>
    %299 = "stablehlo.broadcast_in_dim"(%287) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xui32>) -> tensor<2x1xui32>
    %300 = "stablehlo.broadcast_in_dim"(%289) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xui32>) -> tensor<2x1xui32>
    %301:2 = "func.call"(%299, %300, %297, %298) <{callee = @threefry2x32}> : (tensor<2x1xui32>, tensor<2x1xui32>, tensor<1x3xui32>, tensor<1x3xui32>) -> (tensor<2x3xui32>, tensor<2x3xui32>)
    %302 = "stablehlo.broadcast_in_dim"(%301#0) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xui32>) -> tensor<2x3x1xui32>
    %303 = "stablehlo.broadcast_in_dim"(%301#1) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x3xui32>) -> tensor<2x3x1xui32>
    %304 = "stablehlo.concatenate"(%302, %303) <{dimension = 2 : i64}> : (tensor<2x3x1xui32>, tensor<2x3x1xui32>) -> tensor<2x3x2xui32>
    %305 = "stablehlo.transpose"(%304) <{permutation = array<i64: 1, 0, 2>}> : (tensor<2x3x2xui32>) -> tensor<3x2x2xui32>
    %306 = "stablehlo.reshape"(%305) : (tensor<3x2x2xui32>) -> tensor<3x4xui32>
    %307 = "stablehlo.reshape"(%284) : (tensor<4xui32>) -> tensor<2x2xui32>
    %308 = "stablehlo.bitcast_convert"(%307) : (tensor<2x2xui32>) -> tensor<2xui64>
    %309:2 = "stablehlo.rng_bit_generator"(%308) <{rng_algorithm = #stablehlo<rng_algorithm DEFAULT>}> : (tensor<2xui64>) -> (tensor<2xui64>, tensor<5xui32>)
    %310 = "stablehlo.reshape"(%284) : (tensor<4xui32>) -> tensor<2x2xui32>
    %311 = "func.call"(%310, %272) <{callee = @_threefry_fold_in}> : (tensor<2x2xui32>, tensor<ui32>) -> tensor<2x2xui32>
    %312 = "stablehlo.reshape"(%311) : (tensor<2x2xui32>) -> tensor<4xui32>
    %313 = "func.call"(%312, %271, %270) <{callee = @_uniform}> : (tensor<4xui32>, tensor<f32>, tensor<f32>) -> tensor<3xf32>
    %314 = "func.call"(%284) <{callee = @_normal}> : (tensor<4xui32>) -> tensor<3x2xf32>
    "func.return"(%284, %306, %309#1, %313, %314) : (tensor<4xui32>, tensor<3x4xui32>, tensor<5xui32>, tensor<3xf32>, tensor<3x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x1xui32>, tensor<2x1xui32>, tensor<1x3xui32>, tensor<1x3xui32>) -> (tensor<2x3xui32>, tensor<2x3xui32>), sym_name = "threefry2x32", sym_visibility = "private"}> ({
  ^bb0(%arg48: tensor<2x1xui32>, %arg49: tensor<2x1xui32>, %arg50: tensor<1x3xui32>, %arg51: tensor<1x3xui32>):
    %251 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %252 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %253 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %254 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %255 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %256 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %257 = "stablehlo.xor"(%arg48, %arg49) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %258 = "stablehlo.broadcast_in_dim"(%254) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %259 = "stablehlo.xor"(%257, %258) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %260 = "stablehlo.broadcast_in_dim"(%arg50) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x3xui32>) -> tensor<2x3xui32>
    %261 = "stablehlo.broadcast_in_dim"(%arg48) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xui32>) -> tensor<2x3xui32>
    %262 = "stablehlo.add"(%260, %261) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %263 = "stablehlo.broadcast_in_dim"(%arg51) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x3xui32>) -> tensor<2x3xui32>
    %264 = "stablehlo.broadcast_in_dim"(%arg49) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xui32>) -> tensor<2x3xui32>
    %265 = "stablehlo.add"(%263, %264) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %266:9 = "stablehlo.while"(%253, %253, %262, %265, %arg49, %259, %arg48, %255, %256) ({
    ^bb0(%arg61: tensor<i32>, %arg62: tensor<i32>, %arg63: tensor<2x3xui32>, %arg64: tensor<2x3xui32>, %arg65: tensor<2x1xui32>, %arg66: tensor<2x1xui32>, %arg67: tensor<2x1xui32>, %arg68: tensor<4xui32>, %arg69: tensor<4xui32>):
      %269 = "stablehlo.compare"(%arg61, %252) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%269) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg52: tensor<i32>, %arg53: tensor<i32>, %arg54: tensor<2x3xui32>, %arg55: tensor<2x3xui32>, %arg56: tensor<2x1xui32>, %arg57: tensor<2x1xui32>, %arg58: tensor<2x1xui32>, %arg59: tensor<4xui32>, %arg60: tensor<4xui32>):
      %267:8 = "func.call"(%arg53, %arg54, %arg55, %arg56, %arg57, %arg58, %arg59, %arg60) <{callee = @closed_call}> : (tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>)
      %268 = "stablehlo.add"(%arg52, %251) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%268, %267#0, %267#1, %267#2, %267#3, %267#4, %267#5, %267#6, %267#7) : (tensor<i32>, tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%266#2, %266#3) : (tensor<2x3xui32>, tensor<2x3xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>), sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg40: tensor<i32>, %arg41: tensor<2x3xui32>, %arg42: tensor<2x3xui32>, %arg43: tensor<2x1xui32>, %arg44: tensor<2x1xui32>, %arg45: tensor<2x1xui32>, %arg46: tensor<4xui32>, %arg47: tensor<4xui32>):
    %200 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %201 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %202 = "stablehlo.add"(%arg40, %201) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %203 = "stablehlo.slice"(%arg46) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %204 = "stablehlo.reshape"(%203) : (tensor<1xui32>) -> tensor<ui32>
    %205 = "stablehlo.add"(%arg41, %arg42) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %206 = "stablehlo.broadcast_in_dim"(%204) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %207 = "stablehlo.shift_left"(%arg42, %206) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %208 = "stablehlo.subtract"(%200, %204) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %209 = "stablehlo.broadcast_in_dim"(%208) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %210 = "stablehlo.shift_right_logical"(%arg42, %209) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %211 = "stablehlo.or"(%207, %210) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %212 = "stablehlo.xor"(%205, %211) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %213 = "stablehlo.slice"(%arg46) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %214 = "stablehlo.reshape"(%213) : (tensor<1xui32>) -> tensor<ui32>
    %215 = "stablehlo.add"(%205, %212) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %216 = "stablehlo.broadcast_in_dim"(%214) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %217 = "stablehlo.shift_left"(%212, %216) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %218 = "stablehlo.subtract"(%200, %214) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %219 = "stablehlo.broadcast_in_dim"(%218) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %220 = "stablehlo.shift_right_logical"(%212, %219) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %221 = "stablehlo.or"(%217, %220) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %222 = "stablehlo.xor"(%215, %221) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %223 = "stablehlo.slice"(%arg46) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %224 = "stablehlo.reshape"(%223) : (tensor<1xui32>) -> tensor<ui32>
    %225 = "stablehlo.add"(%215, %222) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %226 = "stablehlo.broadcast_in_dim"(%224) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %227 = "stablehlo.shift_left"(%222, %226) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %228 = "stablehlo.subtract"(%200, %224) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %229 = "stablehlo.broadcast_in_dim"(%228) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %230 = "stablehlo.shift_right_logical"(%222, %229) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %231 = "stablehlo.or"(%227, %230) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %232 = "stablehlo.xor"(%225, %231) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %233 = "stablehlo.slice"(%arg46) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %234 = "stablehlo.reshape"(%233) : (tensor<1xui32>) -> tensor<ui32>
    %235 = "stablehlo.add"(%225, %232) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %236 = "stablehlo.broadcast_in_dim"(%234) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %237 = "stablehlo.shift_left"(%232, %236) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %238 = "stablehlo.subtract"(%200, %234) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %239 = "stablehlo.broadcast_in_dim"(%238) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %240 = "stablehlo.shift_right_logical"(%232, %239) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %241 = "stablehlo.or"(%237, %240) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %242 = "stablehlo.xor"(%235, %241) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %243 = "stablehlo.broadcast_in_dim"(%arg43) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xui32>) -> tensor<2x3xui32>
    %244 = "stablehlo.add"(%235, %243) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %245 = "stablehlo.broadcast_in_dim"(%arg44) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<2x1xui32>) -> tensor<2x3xui32>
    %246 = "stablehlo.add"(%242, %245) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    %247 = "stablehlo.add"(%arg40, %201) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %248 = "stablehlo.convert"(%247) : (tensor<i32>) -> tensor<ui32>
    %249 = "stablehlo.broadcast_in_dim"(%248) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x3xui32>
    %250 = "stablehlo.add"(%246, %249) : (tensor<2x3xui32>, tensor<2x3xui32>) -> tensor<2x3xui32>
    "func.return"(%202, %244, %250, %arg44, %arg45, %arg43, %arg47, %arg46) : (tensor<i32>, tensor<2x3xui32>, tensor<2x3xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x2xui32>, tensor<ui32>) -> tensor<2x2xui32>, sym_name = "_threefry_fold_in", sym_visibility = "private"}> ({
  ^bb0(%arg38: tensor<2x2xui32>, %arg39: tensor<ui32>):
    %181 = "stablehlo.constant"() <{value = dense<4294967295> : tensor<ui32>}> : () -> tensor<ui32>
    %182 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %183 = "stablehlo.shift_right_logical"(%arg39, %182) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %184 = "stablehlo.broadcast_in_dim"(%183) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %185 = "stablehlo.and"(%arg39, %181) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %186 = "stablehlo.broadcast_in_dim"(%185) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<1xui32>
    %187 = "stablehlo.concatenate"(%184, %186) <{dimension = 0 : i64}> : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    %188 = "stablehlo.slice"(%arg38) <{limit_indices = array<i64: 2, 1>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<2x1xui32>
    %189 = "stablehlo.reshape"(%188) : (tensor<2x1xui32>) -> tensor<2xui32>
    %190 = "stablehlo.slice"(%arg38) <{limit_indices = array<i64: 2, 2>, start_indices = array<i64: 0, 1>, strides = array<i64: 1, 1>}> : (tensor<2x2xui32>) -> tensor<2x1xui32>
    %191 = "stablehlo.reshape"(%190) : (tensor<2x1xui32>) -> tensor<2xui32>
    %192 = "stablehlo.slice"(%187) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %193 = "stablehlo.slice"(%187) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<2xui32>) -> tensor<1xui32>
    %194 = "stablehlo.broadcast_in_dim"(%192) <{broadcast_dimensions = array<i64: 1>}> : (tensor<1xui32>) -> tensor<1x1xui32>
    %195 = "stablehlo.broadcast_in_dim"(%193) <{broadcast_dimensions = array<i64: 1>}> : (tensor<1xui32>) -> tensor<1x1xui32>
    %196 = "stablehlo.broadcast_in_dim"(%189) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xui32>) -> tensor<2x1xui32>
    %197 = "stablehlo.broadcast_in_dim"(%191) <{broadcast_dimensions = array<i64: 0>}> : (tensor<2xui32>) -> tensor<2x1xui32>
    %198:2 = "func.call"(%196, %197, %194, %195) <{callee = @threefry2x32_0}> : (tensor<2x1xui32>, tensor<2x1xui32>, tensor<1x1xui32>, tensor<1x1xui32>) -> (tensor<2x1xui32>, tensor<2x1xui32>)
    %199 = "stablehlo.concatenate"(%198#0, %198#1) <{dimension = 1 : i64}> : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x2xui32>
    "func.return"(%199) : (tensor<2x2xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<2x1xui32>, tensor<2x1xui32>, tensor<1x1xui32>, tensor<1x1xui32>) -> (tensor<2x1xui32>, tensor<2x1xui32>), sym_name = "threefry2x32_0", sym_visibility = "private"}> ({
  ^bb0(%arg16: tensor<2x1xui32>, %arg17: tensor<2x1xui32>, %arg18: tensor<1x1xui32>, %arg19: tensor<1x1xui32>):
    %164 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %165 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
    %166 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %167 = "stablehlo.constant"() <{value = dense<466688986> : tensor<ui32>}> : () -> tensor<ui32>
    %168 = "stablehlo.constant"() <{value = dense<[13, 15, 26, 6]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %169 = "stablehlo.constant"() <{value = dense<[17, 29, 16, 24]> : tensor<4xui32>}> : () -> tensor<4xui32>
    %170 = "stablehlo.xor"(%arg16, %arg17) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %171 = "stablehlo.broadcast_in_dim"(%167) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %172 = "stablehlo.xor"(%170, %171) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %173 = "stablehlo.broadcast_in_dim"(%arg18) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xui32>) -> tensor<2x1xui32>
    %174 = "stablehlo.add"(%173, %arg16) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %175 = "stablehlo.broadcast_in_dim"(%arg19) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xui32>) -> tensor<2x1xui32>
    %176 = "stablehlo.add"(%175, %arg17) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %177:9 = "stablehlo.while"(%166, %166, %174, %176, %arg17, %172, %arg16, %168, %169) ({
    ^bb0(%arg29: tensor<i32>, %arg30: tensor<i32>, %arg31: tensor<2x1xui32>, %arg32: tensor<2x1xui32>, %arg33: tensor<2x1xui32>, %arg34: tensor<2x1xui32>, %arg35: tensor<2x1xui32>, %arg36: tensor<4xui32>, %arg37: tensor<4xui32>):
      %180 = "stablehlo.compare"(%arg29, %165) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%180) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg20: tensor<i32>, %arg21: tensor<i32>, %arg22: tensor<2x1xui32>, %arg23: tensor<2x1xui32>, %arg24: tensor<2x1xui32>, %arg25: tensor<2x1xui32>, %arg26: tensor<2x1xui32>, %arg27: tensor<4xui32>, %arg28: tensor<4xui32>):
      %178:8 = "func.call"(%arg21, %arg22, %arg23, %arg24, %arg25, %arg26, %arg27, %arg28) <{callee = @closed_call_1}> : (tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>)
      %179 = "stablehlo.add"(%arg20, %164) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%179, %178#0, %178#1, %178#2, %178#3, %178#4, %178#5, %178#6, %178#7) : (tensor<i32>, tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> ()
    }) : (tensor<i32>, tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>)
    "func.return"(%177#2, %177#3) : (tensor<2x1xui32>, tensor<2x1xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>), sym_name = "closed_call_1", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<i32>, %arg9: tensor<2x1xui32>, %arg10: tensor<2x1xui32>, %arg11: tensor<2x1xui32>, %arg12: tensor<2x1xui32>, %arg13: tensor<2x1xui32>, %arg14: tensor<4xui32>, %arg15: tensor<4xui32>):
    %115 = "stablehlo.constant"() <{value = dense<32> : tensor<ui32>}> : () -> tensor<ui32>
    %116 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %117 = "stablehlo.add"(%arg8, %116) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %118 = "stablehlo.slice"(%arg14) <{limit_indices = array<i64: 1>, start_indices = array<i64: 0>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %119 = "stablehlo.reshape"(%118) : (tensor<1xui32>) -> tensor<ui32>
    %120 = "stablehlo.add"(%arg9, %arg10) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %121 = "stablehlo.broadcast_in_dim"(%119) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %122 = "stablehlo.shift_left"(%arg10, %121) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %123 = "stablehlo.subtract"(%115, %119) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %124 = "stablehlo.broadcast_in_dim"(%123) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %125 = "stablehlo.shift_right_logical"(%arg10, %124) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %126 = "stablehlo.or"(%122, %125) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %127 = "stablehlo.xor"(%120, %126) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %128 = "stablehlo.slice"(%arg14) <{limit_indices = array<i64: 2>, start_indices = array<i64: 1>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %129 = "stablehlo.reshape"(%128) : (tensor<1xui32>) -> tensor<ui32>
    %130 = "stablehlo.add"(%120, %127) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %131 = "stablehlo.broadcast_in_dim"(%129) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %132 = "stablehlo.shift_left"(%127, %131) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %133 = "stablehlo.subtract"(%115, %129) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %134 = "stablehlo.broadcast_in_dim"(%133) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %135 = "stablehlo.shift_right_logical"(%127, %134) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %136 = "stablehlo.or"(%132, %135) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %137 = "stablehlo.xor"(%130, %136) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %138 = "stablehlo.slice"(%arg14) <{limit_indices = array<i64: 3>, start_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %139 = "stablehlo.reshape"(%138) : (tensor<1xui32>) -> tensor<ui32>
    %140 = "stablehlo.add"(%130, %137) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %141 = "stablehlo.broadcast_in_dim"(%139) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %142 = "stablehlo.shift_left"(%137, %141) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %143 = "stablehlo.subtract"(%115, %139) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %144 = "stablehlo.broadcast_in_dim"(%143) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %145 = "stablehlo.shift_right_logical"(%137, %144) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %146 = "stablehlo.or"(%142, %145) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %147 = "stablehlo.xor"(%140, %146) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %148 = "stablehlo.slice"(%arg14) <{limit_indices = array<i64: 4>, start_indices = array<i64: 3>, strides = array<i64: 1>}> : (tensor<4xui32>) -> tensor<1xui32>
    %149 = "stablehlo.reshape"(%148) : (tensor<1xui32>) -> tensor<ui32>
    %150 = "stablehlo.add"(%140, %147) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %151 = "stablehlo.broadcast_in_dim"(%149) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %152 = "stablehlo.shift_left"(%147, %151) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %153 = "stablehlo.subtract"(%115, %149) : (tensor<ui32>, tensor<ui32>) -> tensor<ui32>
    %154 = "stablehlo.broadcast_in_dim"(%153) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %155 = "stablehlo.shift_right_logical"(%147, %154) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %156 = "stablehlo.or"(%152, %155) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %157 = "stablehlo.xor"(%150, %156) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %158 = "stablehlo.add"(%150, %arg11) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %159 = "stablehlo.add"(%157, %arg12) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    %160 = "stablehlo.add"(%arg8, %116) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %161 = "stablehlo.convert"(%160) : (tensor<i32>) -> tensor<ui32>
    %162 = "stablehlo.broadcast_in_dim"(%161) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<2x1xui32>
    %163 = "stablehlo.add"(%159, %162) : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x1xui32>
    "func.return"(%117, %158, %163, %arg12, %arg13, %arg11, %arg15, %arg14) : (tensor<i32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<2x1xui32>, tensor<4xui32>, tensor<4xui32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4xui32>, tensor<f32>, tensor<f32>) -> tensor<3xf32>, sym_name = "_uniform", sym_visibility = "private"}> ({
  ^bb0(%arg5: tensor<4xui32>, %arg6: tensor<f32>, %arg7: tensor<f32>):
    %91 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %92 = "stablehlo.constant"() <{value = dense<1065353216> : tensor<ui32>}> : () -> tensor<ui32>
    %93 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %94 = "stablehlo.convert"(%arg6) : (tensor<f32>) -> tensor<f32>
    %95 = "stablehlo.convert"(%arg7) : (tensor<f32>) -> tensor<f32>
    %96 = "stablehlo.broadcast_in_dim"(%94) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %97 = "stablehlo.broadcast_in_dim"(%95) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1xf32>
    %98 = "stablehlo.reshape"(%arg5) : (tensor<4xui32>) -> tensor<2x2xui32>
    %99 = "stablehlo.bitcast_convert"(%98) : (tensor<2x2xui32>) -> tensor<2xui64>
    %100:2 = "stablehlo.rng_bit_generator"(%99) <{rng_algorithm = #stablehlo<rng_algorithm DEFAULT>}> : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3xui32>)
    %101 = "stablehlo.broadcast_in_dim"(%93) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %102 = "stablehlo.shift_right_logical"(%100#1, %101) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %103 = "stablehlo.broadcast_in_dim"(%92) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3xui32>
    %104 = "stablehlo.or"(%102, %103) : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
    %105 = "stablehlo.bitcast_convert"(%104) : (tensor<3xui32>) -> tensor<3xf32>
    %106 = "stablehlo.broadcast_in_dim"(%91) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3xf32>
    %107 = "stablehlo.subtract"(%105, %106) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %108 = "stablehlo.subtract"(%97, %96) : (tensor<1xf32>, tensor<1xf32>) -> tensor<1xf32>
    %109 = "stablehlo.broadcast_in_dim"(%108) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xf32>) -> tensor<3xf32>
    %110 = "stablehlo.multiply"(%107, %109) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %111 = "stablehlo.broadcast_in_dim"(%96) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xf32>) -> tensor<3xf32>
    %112 = "stablehlo.add"(%110, %111) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    %113 = "stablehlo.broadcast_in_dim"(%96) <{broadcast_dimensions = array<i64: 0>}> : (tensor<1xf32>) -> tensor<3xf32>
    %114 = "stablehlo.maximum"(%113, %112) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
    "func.return"(%114) : (tensor<3xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4xui32>) -> tensor<3x2xf32>, sym_name = "_normal", sym_visibility = "private"}> ({
  ^bb0(%arg4: tensor<4xui32>):
    %90 = "func.call"(%arg4) <{callee = @_normal_real}> : (tensor<4xui32>) -> tensor<3x2xf32>
    "func.return"(%90) : (tensor<3x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4xui32>) -> tensor<3x2xf32>, sym_name = "_normal_real", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<4xui32>):
    %22 = "stablehlo.constant"() <{value = dense<0x7F800000> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %23 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %24 = "stablehlo.constant"() <{value = dense<2.83297682> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %25 = "stablehlo.constant"() <{value = dense<1.50140941> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %26 = "stablehlo.constant"() <{value = dense<1.00167406> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %27 = "stablehlo.constant"() <{value = dense<0.246640727> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %28 = "stablehlo.constant"() <{value = dense<0.00943887047> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %29 = "stablehlo.constant"() <{value = dense<-0.00417768164> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %30 = "stablehlo.constant"() <{value = dense<-0.0076224613> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %31 = "stablehlo.constant"() <{value = dense<-0.00125372503> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %32 = "stablehlo.constant"() <{value = dense<0.00573950773> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %33 = "stablehlo.constant"() <{value = dense<2.1858087E-4> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %34 = "stablehlo.constant"() <{value = dense<-0.00367342844> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %35 = "stablehlo.constant"() <{value = dense<-4.39150654E-6> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %36 = "stablehlo.constant"() <{value = dense<0.00134934322> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %37 = "stablehlo.constant"() <{value = dense<-3.5233877E-6> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %38 = "stablehlo.constant"() <{value = dense<1.00950558E-4> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %39 = "stablehlo.constant"() <{value = dense<3.43273939E-7> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %40 = "stablehlo.constant"() <{value = dense<-2.00214257E-4> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %41 = "stablehlo.constant"() <{value = dense<2.81022636E-8> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %42 = "stablehlo.constant"() <{value = dense<3.000000e+00> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %43 = "stablehlo.constant"() <{value = dense<2.500000e+00> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %44 = "stablehlo.constant"() <{value = dense<5.000000e+00> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
    %45 = "stablehlo.constant"() <{value = dense<1.41421354> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.constant"() <{value = dense<-0.99999994> : tensor<f32>}> : () -> tensor<f32>
    %47 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %48 = "func.call"(%arg3, %46, %47) <{callee = @_uniform_2}> : (tensor<4xui32>, tensor<f32>, tensor<f32>) -> tensor<3x2xf32>
    %49 = "stablehlo.negate"(%48) : (tensor<3x2xf32>) -> tensor<3x2xf32>
    %50 = "stablehlo.multiply"(%48, %49) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %51 = "stablehlo.log_plus_one"(%50) : (tensor<3x2xf32>) -> tensor<3x2xf32>
    %52 = "stablehlo.negate"(%51) : (tensor<3x2xf32>) -> tensor<3x2xf32>
    %53 = "stablehlo.compare"(%52, %44) <{comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xi1>
    %54 = "stablehlo.subtract"(%52, %43) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %55 = "stablehlo.sqrt"(%52) : (tensor<3x2xf32>) -> tensor<3x2xf32>
    %56 = "stablehlo.subtract"(%55, %42) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %57 = "stablehlo.select"(%53, %54, %56) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %58 = "stablehlo.select"(%53, %41, %40) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %59 = "stablehlo.select"(%53, %39, %38) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %60 = "stablehlo.multiply"(%58, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %61 = "stablehlo.add"(%59, %60) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %62 = "stablehlo.select"(%53, %37, %36) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %63 = "stablehlo.multiply"(%61, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %64 = "stablehlo.add"(%62, %63) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %65 = "stablehlo.select"(%53, %35, %34) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %66 = "stablehlo.multiply"(%64, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %67 = "stablehlo.add"(%65, %66) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %68 = "stablehlo.select"(%53, %33, %32) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %69 = "stablehlo.multiply"(%67, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %70 = "stablehlo.add"(%68, %69) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %71 = "stablehlo.select"(%53, %31, %30) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %72 = "stablehlo.multiply"(%70, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %73 = "stablehlo.add"(%71, %72) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %74 = "stablehlo.select"(%53, %29, %28) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %75 = "stablehlo.multiply"(%73, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %76 = "stablehlo.add"(%74, %75) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %77 = "stablehlo.select"(%53, %27, %26) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %78 = "stablehlo.multiply"(%76, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %79 = "stablehlo.add"(%77, %78) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %80 = "stablehlo.select"(%53, %25, %24) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %81 = "stablehlo.multiply"(%79, %57) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %82 = "stablehlo.add"(%80, %81) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %83 = "stablehlo.multiply"(%82, %48) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %84 = "stablehlo.abs"(%48) : (tensor<3x2xf32>) -> tensor<3x2xf32>
    %85 = "stablehlo.compare"(%84, %23) <{comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xi1>
    %86 = "stablehlo.multiply"(%48, %22) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %87 = "stablehlo.select"(%85, %86, %83) : (tensor<3x2xi1>, tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %88 = "stablehlo.broadcast_in_dim"(%45) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2xf32>
    %89 = "stablehlo.multiply"(%88, %87) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    "func.return"(%89) : (tensor<3x2xf32>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<4xui32>, tensor<f32>, tensor<f32>) -> tensor<3x2xf32>, sym_name = "_uniform_2", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<4xui32>, %arg1: tensor<f32>, %arg2: tensor<f32>):
    %0 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %1 = "stablehlo.constant"() <{value = dense<1065353216> : tensor<ui32>}> : () -> tensor<ui32>
    %2 = "stablehlo.constant"() <{value = dense<9> : tensor<ui32>}> : () -> tensor<ui32>
    %3 = "stablehlo.broadcast_in_dim"(%arg1) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %4 = "stablehlo.broadcast_in_dim"(%arg2) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<1x1xf32>
    %5 = "stablehlo.reshape"(%arg0) : (tensor<4xui32>) -> tensor<2x2xui32>
    %6 = "stablehlo.bitcast_convert"(%5) : (tensor<2x2xui32>) -> tensor<2xui64>
    %7:2 = "stablehlo.rng_bit_generator"(%6) <{rng_algorithm = #stablehlo<rng_algorithm DEFAULT>}> : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x2xui32>)
    %8 = "stablehlo.broadcast_in_dim"(%2) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x2xui32>
    %9 = "stablehlo.shift_right_logical"(%7#1, %8) : (tensor<3x2xui32>, tensor<3x2xui32>) -> tensor<3x2xui32>
    %10 = "stablehlo.broadcast_in_dim"(%1) <{broadcast_dimensions = array<i64>}> : (tensor<ui32>) -> tensor<3x2xui32>
    %11 = "stablehlo.or"(%9, %10) : (tensor<3x2xui32>, tensor<3x2xui32>) -> tensor<3x2xui32>
    %12 = "stablehlo.bitcast_convert"(%11) : (tensor<3x2xui32>) -> tensor<3x2xf32>
    %13 = "stablehlo.broadcast_in_dim"(%0) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<3x2xf32>
    %14 = "stablehlo.subtract"(%12, %13) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %15 = "stablehlo.subtract"(%4, %3) : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
    %16 = "stablehlo.broadcast_in_dim"(%15) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x2xf32>
    %17 = "stablehlo.multiply"(%14, %16) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %18 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x2xf32>
    %19 = "stablehlo.add"(%17, %18) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    %20 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xf32>) -> tensor<3x2xf32>
    %21 = "stablehlo.maximum"(%20, %19) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
    "func.return"(%21) : (tensor<3x2xf32>) -> ()
  }) : () -> ()
}) {jax.uses_shape_polymorphism = false, mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

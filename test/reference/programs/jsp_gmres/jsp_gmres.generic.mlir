"builtin.module"() <{sym_name = "jit__lambda"}> ({
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>, res_attrs = [{jax.result_info = "result"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg19: tensor<5x5xf32>, %arg20: tensor<5xf32>):
    %39 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %40 = "stablehlo.broadcast_in_dim"(%39) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
    %41 = "stablehlo.dot_general"(%arg20, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
    %42 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %43 = "stablehlo.add"(%42, %41) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %44 = "stablehlo.sqrt"(%43) : (tensor<f32>) -> tensor<f32>
    %45 = "stablehlo.constant"() <{value = dense<9.99999974E-6> : tensor<f32>}> : () -> tensor<f32>
    %46 = "stablehlo.multiply"(%45, %44) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %47 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %48 = "stablehlo.maximum"(%46, %47) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %49 = "stablehlo.dot_general"(%arg20, %arg20) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
    %50 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %51 = "stablehlo.add"(%50, %49) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %52 = "stablehlo.sqrt"(%51) : (tensor<f32>) -> tensor<f32>
    %53 = "stablehlo.divide"(%48, %44) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %54 = "stablehlo.constant"() <{value = dense<1.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %55 = "stablehlo.minimum"(%54, %53) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %56 = "stablehlo.multiply"(%52, %55) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %57 = "stablehlo.dot_general"(%arg19, %40) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>
    %58 = "stablehlo.subtract"(%arg20, %57) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    %59 = "stablehlo.dot_general"(%58, %58) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
    %60 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %61 = "stablehlo.add"(%60, %59) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %62 = "stablehlo.sqrt"(%61) : (tensor<f32>) -> tensor<f32>
    %63 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
    %64 = "stablehlo.compare"(%62, %63) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %65 = "stablehlo.broadcast_in_dim"(%62) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
    %66 = "stablehlo.divide"(%58, %65) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    %67 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %68 = "func.call"(%64, %66, %67) <{callee = @_where}> : (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>
    %69 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %70 = "func.call"(%64, %62, %69) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %71 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %72:7 = "stablehlo.while"(%48, %arg19, %arg20, %40, %71, %68, %70) ({
    ^bb0(%arg72: tensor<f32>, %arg73: tensor<5x5xf32>, %arg74: tensor<5xf32>, %arg75: tensor<5xf32>, %arg76: tensor<i32>, %arg77: tensor<5xf32>, %arg78: tensor<f32>):
      %297 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %298 = "stablehlo.compare"(%arg76, %297) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %299 = "stablehlo.compare"(%arg78, %arg72) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %300 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
      %301 = "stablehlo.broadcast_in_dim"(%300) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<i1>
      %302 = "stablehlo.compare"(%298, %301) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %303 = "stablehlo.convert"(%302) : (tensor<i1>) -> tensor<i1>
      %304 = "stablehlo.and"(%303, %299) : (tensor<i1>, tensor<i1>) -> tensor<i1>
      "stablehlo.return"(%304) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg21: tensor<f32>, %arg22: tensor<5x5xf32>, %arg23: tensor<5xf32>, %arg24: tensor<5xf32>, %arg25: tensor<i32>, %arg26: tensor<5xf32>, %arg27: tensor<f32>):
      %81 = "stablehlo.broadcast_in_dim"(%arg26) <{broadcast_dimensions = array<i64: 0>}> : (tensor<5xf32>) -> tensor<5x1xf32>
      %82 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %83 = "func.call"(%81, %82) <{callee = @_pad}> : (tensor<5x1xf32>, tensor<i32>) -> tensor<5x6xf32>
      %84 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<5x6xi32>
      %85 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<5x6xi32>
      %86 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %87 = "stablehlo.broadcast_in_dim"(%86) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<5x6xi32>
      %88 = "stablehlo.add"(%84, %87) : (tensor<5x6xi32>, tensor<5x6xi32>) -> tensor<5x6xi32>
      %89 = "stablehlo.compare"(%88, %85) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<5x6xi32>, tensor<5x6xi32>) -> tensor<5x6xi1>
      %90 = "stablehlo.convert"(%89) : (tensor<5x6xi1>) -> tensor<5x6xf32>
      %91 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
      %92 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %93:5 = "stablehlo.while"(%arg22, %83, %90, %91, %92) ({
      ^bb0(%arg67: tensor<5x5xf32>, %arg68: tensor<5x6xf32>, %arg69: tensor<5x6xf32>, %arg70: tensor<i1>, %arg71: tensor<i32>):
        %289 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
        %290 = "stablehlo.compare"(%arg71, %289) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %291 = "stablehlo.not"(%arg70) : (tensor<i1>) -> tensor<i1>
        %292 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
        %293 = "stablehlo.broadcast_in_dim"(%292) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<i1>
        %294 = "stablehlo.compare"(%290, %293) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<i1>, tensor<i1>) -> tensor<i1>
        %295 = "stablehlo.convert"(%294) : (tensor<i1>) -> tensor<i1>
        %296 = "stablehlo.and"(%295, %291) : (tensor<i1>, tensor<i1>) -> tensor<i1>
        "stablehlo.return"(%296) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg30: tensor<5x5xf32>, %arg31: tensor<5x6xf32>, %arg32: tensor<5x6xf32>, %arg33: tensor<i1>, %arg34: tensor<i32>):
        %124 = "stablehlo.convert"(%arg34) : (tensor<i32>) -> tensor<i32>
        %125 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %126 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %127 = "stablehlo.compare"(%125, %126) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %128 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %129 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
        %130 = "stablehlo.add"(%128, %129) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %131 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %132 = "stablehlo.select"(%127, %130, %131) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %133 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %134 = "stablehlo.compare"(%124, %133) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %135 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
        %136 = "stablehlo.add"(%124, %135) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %137 = "stablehlo.select"(%134, %136, %124) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %138 = "stablehlo.dynamic_slice"(%arg31, %132, %137) <{slice_sizes = array<i64: 5, 1>}> : (tensor<5x6xf32>, tensor<i32>, tensor<i32>) -> tensor<5x1xf32>
        %139 = "stablehlo.reshape"(%138) : (tensor<5x1xf32>) -> tensor<5xf32>
        %140 = "stablehlo.dot_general"(%arg30, %139) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>
        %141 = "stablehlo.dot_general"(%140, %140) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
        %142 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %143 = "stablehlo.add"(%142, %141) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        %144 = "stablehlo.sqrt"(%143) : (tensor<f32>) -> tensor<f32>
        %145 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
        %146 = "stablehlo.compare"(%144, %145) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %147 = "stablehlo.broadcast_in_dim"(%144) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
        %148 = "stablehlo.divide"(%140, %147) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
        %149 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %150 = "func.call"(%146, %148, %149) <{callee = @_where}> : (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>
        %151 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %152 = "func.call"(%146, %144, %151) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %153 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %154 = "stablehlo.broadcast_in_dim"(%153) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6xf32>
        %155 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %156 = "stablehlo.sqrt"(%155) : (tensor<f32>) -> tensor<f32>
        %157 = "stablehlo.convert"(%156) : (tensor<f32>) -> tensor<f32>
        %158 = "stablehlo.divide"(%152, %157) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        %159 = "stablehlo.dot_general"(%arg31, %140) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x6xf32>, tensor<5xf32>) -> tensor<6xf32>
        %160 = "stablehlo.dot_general"(%arg31, %159) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x6xf32>, tensor<6xf32>) -> tensor<5xf32>
        %161 = "stablehlo.subtract"(%140, %160) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
        %162 = "stablehlo.add"(%154, %159) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
        %163 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %164 = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
        %165:4 = "stablehlo.while"(%161, %163, %164, %158) ({
        ^bb0(%arg63: tensor<5xf32>, %arg64: tensor<i32>, %arg65: tensor<i1>, %arg66: tensor<f32>):
          %282 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
          %283 = "stablehlo.compare"(%arg64, %282) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
          %284 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
          %285 = "stablehlo.broadcast_in_dim"(%284) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<i1>
          %286 = "stablehlo.compare"(%283, %285) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<i1>, tensor<i1>) -> tensor<i1>
          %287 = "stablehlo.convert"(%286) : (tensor<i1>) -> tensor<i1>
          %288 = "stablehlo.and"(%arg65, %287) : (tensor<i1>, tensor<i1>) -> tensor<i1>
          "stablehlo.return"(%288) : (tensor<i1>) -> ()
        }, {
        ^bb0(%arg59: tensor<5xf32>, %arg60: tensor<i32>, %arg61: tensor<i1>, %arg62: tensor<f32>):
          %265 = "stablehlo.dot_general"(%arg59, %arg59) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
          %266 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %267 = "stablehlo.add"(%266, %265) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          %268 = "stablehlo.sqrt"(%267) : (tensor<f32>) -> tensor<f32>
          %269 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
          %270 = "stablehlo.compare"(%268, %269) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %271 = "stablehlo.broadcast_in_dim"(%268) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
          %272 = "stablehlo.divide"(%arg59, %271) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
          %273 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %274 = "func.call"(%270, %272, %273) <{callee = @_where}> : (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>
          %275 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %276 = "func.call"(%270, %268, %275) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %277 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %278 = "stablehlo.sqrt"(%277) : (tensor<f32>) -> tensor<f32>
          %279 = "stablehlo.convert"(%278) : (tensor<f32>) -> tensor<f32>
          %280 = "stablehlo.divide"(%276, %279) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          %281 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
          "stablehlo.return"(%arg59, %arg60, %281, %280) : (tensor<5xf32>, tensor<i32>, tensor<i1>, tensor<f32>) -> ()
        }) : (tensor<5xf32>, tensor<i32>, tensor<i1>, tensor<f32>) -> (tensor<5xf32>, tensor<i32>, tensor<i1>, tensor<f32>)
        %166 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %167:5 = "stablehlo.while"(%arg31, %166, %161, %162, %165#3) ({
        ^bb0(%arg54: tensor<5x6xf32>, %arg55: tensor<i32>, %arg56: tensor<5xf32>, %arg57: tensor<6xf32>, %arg58: tensor<f32>):
          %245 = "stablehlo.dot_general"(%arg57, %arg57) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<6xf32>, tensor<6xf32>) -> tensor<f32>
          %246 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %247 = "stablehlo.add"(%246, %245) : (tensor<f32>, tensor<f32>) -> tensor<f32>
          %248 = "stablehlo.sqrt"(%247) : (tensor<f32>) -> tensor<f32>
          %249 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
          %250 = "stablehlo.compare"(%248, %249) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %251 = "stablehlo.broadcast_in_dim"(%248) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6xf32>
          %252 = "stablehlo.divide"(%arg57, %251) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
          %253 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %254 = "func.call"(%250, %252, %253) <{callee = @_where_1}> : (tensor<i1>, tensor<6xf32>, tensor<f32>) -> tensor<6xf32>
          %255 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
          %256 = "func.call"(%250, %248, %255) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %257 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
          %258 = "stablehlo.compare"(%arg55, %257) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
          %259 = "stablehlo.compare"(%256, %arg58) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %260 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
          %261 = "stablehlo.broadcast_in_dim"(%260) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<i1>
          %262 = "stablehlo.compare"(%258, %261) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<i1>, tensor<i1>) -> tensor<i1>
          %263 = "stablehlo.convert"(%262) : (tensor<i1>) -> tensor<i1>
          %264 = "stablehlo.and"(%263, %259) : (tensor<i1>, tensor<i1>) -> tensor<i1>
          "stablehlo.return"(%264) : (tensor<i1>) -> ()
        }, {
        ^bb0(%arg41: tensor<5x6xf32>, %arg42: tensor<i32>, %arg43: tensor<5xf32>, %arg44: tensor<6xf32>, %arg45: tensor<f32>):
          %213 = "stablehlo.dot_general"(%arg41, %arg43) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x6xf32>, tensor<5xf32>) -> tensor<6xf32>
          %214 = "stablehlo.dot_general"(%arg41, %213) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x6xf32>, tensor<6xf32>) -> tensor<5xf32>
          %215 = "stablehlo.subtract"(%arg43, %214) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
          %216 = "stablehlo.add"(%arg44, %213) : (tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
          %217 = "stablehlo.constant"() <{value = dense<true> : tensor<i1>}> : () -> tensor<i1>
          %218:4 = "stablehlo.while"(%215, %arg42, %217, %arg45) ({
          ^bb0(%arg50: tensor<5xf32>, %arg51: tensor<i32>, %arg52: tensor<i1>, %arg53: tensor<f32>):
            %238 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
            %239 = "stablehlo.compare"(%arg51, %238) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
            %240 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
            %241 = "stablehlo.broadcast_in_dim"(%240) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<i1>
            %242 = "stablehlo.compare"(%239, %241) <{compare_type = #stablehlo<comparison_type UNSIGNED>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<i1>, tensor<i1>) -> tensor<i1>
            %243 = "stablehlo.convert"(%242) : (tensor<i1>) -> tensor<i1>
            %244 = "stablehlo.and"(%arg52, %243) : (tensor<i1>, tensor<i1>) -> tensor<i1>
            "stablehlo.return"(%244) : (tensor<i1>) -> ()
          }, {
          ^bb0(%arg46: tensor<5xf32>, %arg47: tensor<i32>, %arg48: tensor<i1>, %arg49: tensor<f32>):
            %221 = "stablehlo.dot_general"(%arg46, %arg46) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
            %222 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
            %223 = "stablehlo.add"(%222, %221) : (tensor<f32>, tensor<f32>) -> tensor<f32>
            %224 = "stablehlo.sqrt"(%223) : (tensor<f32>) -> tensor<f32>
            %225 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
            %226 = "stablehlo.compare"(%224, %225) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
            %227 = "stablehlo.broadcast_in_dim"(%224) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
            %228 = "stablehlo.divide"(%arg46, %227) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
            %229 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
            %230 = "func.call"(%226, %228, %229) <{callee = @_where}> : (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>
            %231 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
            %232 = "func.call"(%226, %224, %231) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
            %233 = "stablehlo.constant"() <{value = dense<2.000000e+00> : tensor<f32>}> : () -> tensor<f32>
            %234 = "stablehlo.sqrt"(%233) : (tensor<f32>) -> tensor<f32>
            %235 = "stablehlo.convert"(%234) : (tensor<f32>) -> tensor<f32>
            %236 = "stablehlo.divide"(%232, %235) : (tensor<f32>, tensor<f32>) -> tensor<f32>
            %237 = "stablehlo.constant"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
            "stablehlo.return"(%arg46, %arg47, %237, %236) : (tensor<5xf32>, tensor<i32>, tensor<i1>, tensor<f32>) -> ()
          }) : (tensor<5xf32>, tensor<i32>, tensor<i1>, tensor<f32>) -> (tensor<5xf32>, tensor<i32>, tensor<i1>, tensor<f32>)
          %219 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
          %220 = "stablehlo.add"(%arg42, %219) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%arg41, %220, %215, %216, %218#3) : (tensor<5x6xf32>, tensor<i32>, tensor<5xf32>, tensor<6xf32>, tensor<f32>) -> ()
        }) : (tensor<5x6xf32>, tensor<i32>, tensor<5xf32>, tensor<6xf32>, tensor<f32>) -> (tensor<5x6xf32>, tensor<i32>, tensor<5xf32>, tensor<6xf32>, tensor<f32>)
        %168 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
        %169 = "stablehlo.multiply"(%168, %152) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        %170 = "stablehlo.dot_general"(%167#2, %167#2) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
        %171 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %172 = "stablehlo.add"(%171, %170) : (tensor<f32>, tensor<f32>) -> tensor<f32>
        %173 = "stablehlo.sqrt"(%172) : (tensor<f32>) -> tensor<f32>
        %174 = "stablehlo.compare"(%173, %169) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %175 = "stablehlo.broadcast_in_dim"(%173) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
        %176 = "stablehlo.divide"(%167#2, %175) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
        %177 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %178 = "func.call"(%174, %176, %177) <{callee = @_where}> : (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>
        %179 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %180 = "func.call"(%174, %173, %179) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %181 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %182 = "stablehlo.add"(%arg34, %181) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %183 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %184 = "stablehlo.compare"(%182, %183) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %185 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
        %186 = "stablehlo.add"(%182, %185) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %187 = "stablehlo.select"(%184, %186, %182) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %188 = "stablehlo.convert"(%187) : (tensor<i32>) -> tensor<i32>
        %189 = "stablehlo.broadcast_in_dim"(%188) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
        %190 = "stablehlo.scatter"(%arg31, %189, %178) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [1], scatter_dims_to_operand_dims = [1]>, unique_indices = true}> ({
        ^bb0(%arg39: tensor<f32>, %arg40: tensor<f32>):
          "stablehlo.return"(%arg40) : (tensor<f32>) -> ()
        }) : (tensor<5x6xf32>, tensor<1xi32>, tensor<5xf32>) -> tensor<5x6xf32>
        %191 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %192 = "stablehlo.add"(%arg34, %191) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %193 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %194 = "stablehlo.compare"(%192, %193) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %195 = "stablehlo.constant"() <{value = dense<6> : tensor<i32>}> : () -> tensor<i32>
        %196 = "stablehlo.add"(%192, %195) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %197 = "stablehlo.select"(%194, %196, %192) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %198 = "stablehlo.convert"(%197) : (tensor<i32>) -> tensor<i32>
        %199 = "stablehlo.broadcast_in_dim"(%198) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
        %200 = "stablehlo.scatter"(%167#3, %199, %180) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
        ^bb0(%arg37: tensor<f32>, %arg38: tensor<f32>):
          "stablehlo.return"(%arg38) : (tensor<f32>) -> ()
        }) : (tensor<6xf32>, tensor<1xi32>, tensor<f32>) -> tensor<6xf32>
        %201 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %202 = "stablehlo.compare"(%arg34, %201) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %203 = "stablehlo.constant"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
        %204 = "stablehlo.add"(%arg34, %203) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %205 = "stablehlo.select"(%202, %204, %arg34) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %206 = "stablehlo.convert"(%205) : (tensor<i32>) -> tensor<i32>
        %207 = "stablehlo.broadcast_in_dim"(%206) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
        %208 = "stablehlo.scatter"(%arg32, %207, %200) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
        ^bb0(%arg35: tensor<f32>, %arg36: tensor<f32>):
          "stablehlo.return"(%arg36) : (tensor<f32>) -> ()
        }) : (tensor<5x6xf32>, tensor<1xi32>, tensor<6xf32>) -> tensor<5x6xf32>
        %209 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
        %210 = "stablehlo.compare"(%180, %209) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %211 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %212 = "stablehlo.add"(%arg34, %211) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        "stablehlo.return"(%arg30, %190, %208, %210, %212) : (tensor<5x5xf32>, tensor<5x6xf32>, tensor<5x6xf32>, tensor<i1>, tensor<i32>) -> ()
      }) : (tensor<5x5xf32>, tensor<5x6xf32>, tensor<5x6xf32>, tensor<i1>, tensor<i32>) -> (tensor<5x5xf32>, tensor<5x6xf32>, tensor<5x6xf32>, tensor<i1>, tensor<i32>)
      %94 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %95 = "stablehlo.broadcast_in_dim"(%94) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6xf32>
      %96 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %97 = "stablehlo.broadcast_in_dim"(%96) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
      %98 = "stablehlo.scatter"(%95, %97, %arg27) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
      ^bb0(%arg28: tensor<f32>, %arg29: tensor<f32>):
        "stablehlo.return"(%arg29) : (tensor<f32>) -> ()
      }) : (tensor<6xf32>, tensor<1xi32>, tensor<f32>) -> tensor<6xf32>
      %99 = "stablehlo.transpose"(%93#2) <{permutation = array<i64: 1, 0>}> : (tensor<5x6xf32>) -> tensor<6x5xf32>
      %100 = "stablehlo.transpose"(%99) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      %101 = "stablehlo.dot_general"(%100, %99) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x6xf32>, tensor<6x5xf32>) -> tensor<5x5xf32>
      %102 = "stablehlo.transpose"(%99) <{permutation = array<i64: 1, 0>}> : (tensor<6x5xf32>) -> tensor<5x6xf32>
      %103 = "stablehlo.dot_general"(%102, %98) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x6xf32>, tensor<6xf32>) -> tensor<5xf32>
      %104 = "func.call"(%101, %103) <{callee = @_solve}> : (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>
      %105 = "stablehlo.slice"(%93#1) <{limit_indices = array<i64: 5, 5>, start_indices = array<i64: 0, 0>, strides = array<i64: 1, 1>}> : (tensor<5x6xf32>) -> tensor<5x5xf32>
      %106 = "stablehlo.dot_general"(%105, %104) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>
      %107 = "stablehlo.add"(%arg24, %106) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
      %108 = "stablehlo.dot_general"(%arg22, %107) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}> : (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>
      %109 = "stablehlo.subtract"(%arg23, %108) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
      %110 = "stablehlo.dot_general"(%109, %109) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
      %111 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %112 = "stablehlo.add"(%111, %110) : (tensor<f32>, tensor<f32>) -> tensor<f32>
      %113 = "stablehlo.sqrt"(%112) : (tensor<f32>) -> tensor<f32>
      %114 = "stablehlo.constant"() <{value = dense<1.1920929E-7> : tensor<f32>}> : () -> tensor<f32>
      %115 = "stablehlo.compare"(%113, %114) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction GT>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %116 = "stablehlo.broadcast_in_dim"(%113) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
      %117 = "stablehlo.divide"(%109, %116) : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
      %118 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %119 = "func.call"(%115, %117, %118) <{callee = @_where}> : (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>
      %120 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %121 = "func.call"(%115, %113, %120) <{callee = @_where_0}> : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %122 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %123 = "stablehlo.add"(%arg25, %122) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg21, %arg22, %arg23, %107, %123, %119, %121) : (tensor<f32>, tensor<5x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<i32>, tensor<5xf32>, tensor<f32>) -> ()
    }) : (tensor<f32>, tensor<5x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<i32>, tensor<5xf32>, tensor<f32>) -> (tensor<f32>, tensor<5x5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<i32>, tensor<5xf32>, tensor<f32>)
    %73 = "stablehlo.dot_general"(%72#3, %72#3) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
    %74 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %75 = "stablehlo.add"(%74, %73) : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %76 = "stablehlo.sqrt"(%75) : (tensor<f32>) -> tensor<f32>
    %77 = "stablehlo.compare"(%76, %76) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction NE>}> : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %78 = "stablehlo.constant"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
    %79 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %80 = "func.call"(%77, %78, %79) <{callee = @_where_2}> : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%72#3) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<5xf32>, tensor<f32>) -> tensor<5xf32>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg16: tensor<i1>, %arg17: tensor<5xf32>, %arg18: tensor<f32>):
    %36 = "stablehlo.convert"(%arg18) : (tensor<f32>) -> tensor<f32>
    %37 = "stablehlo.broadcast_in_dim"(%36) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5xf32>
    %38 = "stablehlo.select"(%arg16, %arg17, %37) : (tensor<i1>, tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
    "func.return"(%38) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>, res_attrs = [{}], sym_name = "_where_0", sym_visibility = "private"}> ({
  ^bb0(%arg13: tensor<i1>, %arg14: tensor<f32>, %arg15: tensor<f32>):
    %34 = "stablehlo.convert"(%arg15) : (tensor<f32>) -> tensor<f32>
    %35 = "stablehlo.select"(%arg13, %arg14, %34) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    "func.return"(%35) : (tensor<f32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x1xf32>, tensor<i32>) -> tensor<5x6xf32>, res_attrs = [{}], sym_name = "_pad", sym_visibility = "private"}> ({
  ^bb0(%arg11: tensor<5x1xf32>, %arg12: tensor<i32>):
    %32 = "stablehlo.convert"(%arg12) : (tensor<i32>) -> tensor<f32>
    %33 = "stablehlo.pad"(%arg11, %32) <{edge_padding_high = array<i64: 0, 5>, edge_padding_low = array<i64: 0, 0>, interior_padding = array<i64: 0, 0>}> : (tensor<5x1xf32>, tensor<f32>) -> tensor<5x6xf32>
    "func.return"(%33) : (tensor<5x6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<6xf32>, tensor<f32>) -> tensor<6xf32>, res_attrs = [{}], sym_name = "_where_1", sym_visibility = "private"}> ({
  ^bb0(%arg8: tensor<i1>, %arg9: tensor<6xf32>, %arg10: tensor<f32>):
    %29 = "stablehlo.convert"(%arg10) : (tensor<f32>) -> tensor<f32>
    %30 = "stablehlo.broadcast_in_dim"(%29) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<6xf32>
    %31 = "stablehlo.select"(%arg8, %arg9, %30) : (tensor<i1>, tensor<6xf32>, tensor<6xf32>) -> tensor<6xf32>
    "func.return"(%31) : (tensor<6xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>, res_attrs = [{}], sym_name = "_solve", sym_visibility = "private"}> ({
  ^bb0(%arg6: tensor<5x5xf32>, %arg7: tensor<5xf32>):
    %27 = "func.call"(%arg6) <{callee = @_cholesky}> : (tensor<5x5xf32>) -> tensor<5x5xf32>
    %28 = "func.call"(%27, %arg7) <{callee = @_cho_solve}> : (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>
    "func.return"(%28) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<5x5xf32>) -> tensor<5x5xf32>, res_attrs = [{}], sym_name = "_cholesky", sym_visibility = "private"}> ({
  ^bb0(%arg5: tensor<5x5xf32>):
    %7 = "stablehlo.transpose"(%arg5) <{permutation = array<i64: 1, 0>}> : (tensor<5x5xf32>) -> tensor<5x5xf32>
    %8:2 = "stablehlo.custom_call"(%7) <{api_version = 1 : i32, backend_config = "", call_target_name = "lapack_spotrf_ffi", called_computations = [], has_side_effect = false, operand_layouts = [dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [0], operand_index = 0, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<> : tensor<0xindex>]}> {mhlo.backend_config = {uplo = 76 : ui8}, mhlo.frontend_attributes = {num_batch_dims = "0"}, sdy.sharding_rule = #sdy.op_sharding_rule<([i, j])->([k, l], []) {i=5, j=5, k=5, l=5}, custom>} : (tensor<5x5xf32>) -> (tensor<5x5xf32>, tensor<i32>)
    %9 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %10 = "stablehlo.broadcast_in_dim"(%9) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<i32>
    %11 = "stablehlo.compare"(%8#1, %10) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %12 = "stablehlo.broadcast_in_dim"(%11) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<1x1xi1>
    %13 = "stablehlo.constant"() <{value = dense<0x7FC00000> : tensor<f32>}> : () -> tensor<f32>
    %14 = "stablehlo.broadcast_in_dim"(%13) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x5xf32>
    %15 = "stablehlo.broadcast_in_dim"(%12) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xi1>) -> tensor<5x5xi1>
    %16 = "stablehlo.select"(%15, %8#0, %14) : (tensor<5x5xi1>, tensor<5x5xf32>, tensor<5x5xf32>) -> tensor<5x5xf32>
    %17 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<5x5xi32>
    %18 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %19 = "stablehlo.broadcast_in_dim"(%18) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<5x5xi32>
    %20 = "stablehlo.add"(%17, %19) : (tensor<5x5xi32>, tensor<5x5xi32>) -> tensor<5x5xi32>
    %21 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<5x5xi32>
    %22 = "stablehlo.compare"(%20, %21) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction GE>}> : (tensor<5x5xi32>, tensor<5x5xi32>) -> tensor<5x5xi1>
    %23 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
    %24 = "stablehlo.broadcast_in_dim"(%23) <{broadcast_dimensions = array<i64>}> : (tensor<f32>) -> tensor<5x5xf32>
    %25 = "stablehlo.select"(%22, %16, %24) : (tensor<5x5xi1>, tensor<5x5xf32>, tensor<5x5xf32>) -> tensor<5x5xf32>
    %26 = "stablehlo.transpose"(%25) <{permutation = array<i64: 1, 0>}> : (tensor<5x5xf32>) -> tensor<5x5xf32>
    "func.return"(%26) : (tensor<5x5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}], function_type = (tensor<5x5xf32>, tensor<5xf32>) -> tensor<5xf32>, res_attrs = [{}], sym_name = "_cho_solve", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<5x5xf32>, %arg4: tensor<5xf32>):
    %1 = "stablehlo.broadcast_in_dim"(%arg4) <{broadcast_dimensions = array<i64: 0>}> : (tensor<5xf32>) -> tensor<5x1xf32>
    %2 = "stablehlo.custom_call"(%arg3, %1) <{api_version = 1 : i32, backend_config = "", call_target_name = "lapack_strsm_ffi", called_computations = [], has_side_effect = false, operand_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 1, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>]}> {mhlo.backend_config = {diag = 78 : ui8, side = 76 : ui8, trans_x = 84 : ui8, uplo = 85 : ui8}, mhlo.frontend_attributes = {num_batch_dims = "0"}, sdy.sharding_rule = #sdy.op_sharding_rule<([i, j], [k, l])->([m, n]) {i=5, j=5, k=5, l=1, m=5, n=1}, custom>} : (tensor<5x5xf32>, tensor<5x1xf32>) -> tensor<5x1xf32>
    %3 = "stablehlo.reshape"(%2) : (tensor<5x1xf32>) -> tensor<5xf32>
    %4 = "stablehlo.broadcast_in_dim"(%3) <{broadcast_dimensions = array<i64: 0>}> : (tensor<5xf32>) -> tensor<5x1xf32>
    %5 = "stablehlo.custom_call"(%arg3, %4) <{api_version = 1 : i32, backend_config = "", call_target_name = "lapack_strsm_ffi", called_computations = [], has_side_effect = false, operand_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 1, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>]}> {mhlo.backend_config = {diag = 78 : ui8, side = 76 : ui8, trans_x = 78 : ui8, uplo = 85 : ui8}, mhlo.frontend_attributes = {num_batch_dims = "0"}, sdy.sharding_rule = #sdy.op_sharding_rule<([i, j], [k, l])->([m, n]) {i=5, j=5, k=5, l=1, m=5, n=1}, custom>} : (tensor<5x5xf32>, tensor<5x1xf32>) -> tensor<5x1xf32>
    %6 = "stablehlo.reshape"(%5) : (tensor<5x1xf32>) -> tensor<5xf32>
    "func.return"(%6) : (tensor<5xf32>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>, res_attrs = [{}], sym_name = "_where_2", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>):
    %0 = "stablehlo.select"(%arg0, %arg1, %arg2) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    "func.return"(%0) : (tensor<i32>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()

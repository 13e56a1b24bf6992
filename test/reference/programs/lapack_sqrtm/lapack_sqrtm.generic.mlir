"builtin.module"() <{sym_name = "jit__lambda"}> ({
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3x3xf32>) -> tensor<3x3xcomplex<f32>>, res_attrs = [{jax.result_info = "result"}], sym_name = "main", sym_visibility = "public"}> ({
  ^bb0(%arg52: tensor<3x3xf32>):
    %197 = "func.call"(%arg52) <{callee = @_sqrtm}> : (tensor<3x3xf32>) -> tensor<3x3xcomplex<f32>>
    "func.return"(%197) : (tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3x3xf32>) -> tensor<3x3xcomplex<f32>>, res_attrs = [{}], sym_name = "_sqrtm", sym_visibility = "private"}> ({
  ^bb0(%arg51: tensor<3x3xf32>):
    %188:2 = "func.call"(%arg51) <{callee = @_schur}> : (tensor<3x3xf32>) -> (tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>)
    %189 = "func.call"(%188#0) <{callee = @_sqrtm_triu}> : (tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    %190 = "stablehlo.dot_general"(%188#1, %189) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    %191 = "stablehlo.transpose"(%188#1) <{permutation = array<i64: 1, 0>}> : (tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    %192 = "stablehlo.real"(%191) : (tensor<3x3xcomplex<f32>>) -> tensor<3x3xf32>
    %193 = "stablehlo.imag"(%191) : (tensor<3x3xcomplex<f32>>) -> tensor<3x3xf32>
    %194 = "stablehlo.negate"(%193) : (tensor<3x3xf32>) -> tensor<3x3xf32>
    %195 = "stablehlo.complex"(%192, %194) : (tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xcomplex<f32>>
    %196 = "stablehlo.dot_general"(%190, %195) <{dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision HIGHEST>]}> : (tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    "func.return"(%196) : (tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3x3xf32>) -> (tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>), res_attrs = [{}, {}], sym_name = "_schur", sym_visibility = "private"}> ({
  ^bb0(%arg50: tensor<3x3xf32>):
    %173 = "stablehlo.convert"(%arg50) : (tensor<3x3xf32>) -> tensor<3x3xcomplex<f32>>
    %174:5 = "stablehlo.custom_call"(%173) <{api_version = 1 : i32, backend_config = "", call_target_name = "lapack_cgees_ffi", called_computations = [], has_side_effect = false, operand_layouts = [dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [0], operand_index = 0, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<[0, 1]> : tensor<2xindex>, dense<0> : tensor<1xindex>, dense<> : tensor<0xindex>, dense<> : tensor<0xindex>]}> {mhlo.backend_config = {mode = 86 : ui8, sort = 78 : ui8}, mhlo.frontend_attributes = {num_batch_dims = "0"}, sdy.sharding_rule = #sdy.op_sharding_rule<([i, j])->([k, l], [m, n], [o], [], []) {i=3, j=3, k=3, l=3, m=3, n=3, o=3}, custom>} : (tensor<3x3xcomplex<f32>>) -> (tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>)
    %175 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %176 = "stablehlo.broadcast_in_dim"(%175) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<i32>
    %177 = "stablehlo.compare"(%174#4, %176) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %178 = "stablehlo.broadcast_in_dim"(%177) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<1x1xi1>
    %179 = "stablehlo.constant"() <{value = dense<(0x7FC00000,0x7FC00000)> : tensor<complex<f32>>}> : () -> tensor<complex<f32>>
    %180 = "stablehlo.broadcast_in_dim"(%179) <{broadcast_dimensions = array<i64>}> : (tensor<complex<f32>>) -> tensor<3x3xcomplex<f32>>
    %181 = "stablehlo.broadcast_in_dim"(%178) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xi1>) -> tensor<3x3xi1>
    %182 = "stablehlo.select"(%181, %174#0, %180) : (tensor<3x3xi1>, tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    %183 = "stablehlo.broadcast_in_dim"(%177) <{broadcast_dimensions = array<i64>}> : (tensor<i1>) -> tensor<1x1xi1>
    %184 = "stablehlo.constant"() <{value = dense<(0x7FC00000,0x7FC00000)> : tensor<complex<f32>>}> : () -> tensor<complex<f32>>
    %185 = "stablehlo.broadcast_in_dim"(%184) <{broadcast_dimensions = array<i64>}> : (tensor<complex<f32>>) -> tensor<3x3xcomplex<f32>>
    %186 = "stablehlo.broadcast_in_dim"(%183) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<1x1xi1>) -> tensor<3x3xi1>
    %187 = "stablehlo.select"(%186, %174#1, %185) : (tensor<3x3xi1>, tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    "func.return"(%182, %187) : (tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>, res_attrs = [{}], sym_name = "_sqrtm_triu", sym_visibility = "private"}> ({
  ^bb0(%arg39: tensor<3x3xcomplex<f32>>):
    %162 = "func.call"(%arg39) <{callee = @_diag}> : (tensor<3x3xcomplex<f32>>) -> tensor<3xcomplex<f32>>
    %163 = "stablehlo.sqrt"(%162) : (tensor<3xcomplex<f32>>) -> tensor<3xcomplex<f32>>
    %164 = "func.call"(%163) <{callee = @_diag_0}> : (tensor<3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    %165 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %166 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %167:5 = "stablehlo.while"(%arg39, %163, %166, %165, %164) ({
    ^bb0(%arg45: tensor<3x3xcomplex<f32>>, %arg46: tensor<3xcomplex<f32>>, %arg47: tensor<i32>, %arg48: tensor<i32>, %arg49: tensor<3x3xcomplex<f32>>):
      %171 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %172 = "stablehlo.compare"(%arg47, %171) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%172) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg40: tensor<3x3xcomplex<f32>>, %arg41: tensor<3xcomplex<f32>>, %arg42: tensor<i32>, %arg43: tensor<i32>, %arg44: tensor<3x3xcomplex<f32>>):
      %168:2 = "func.call"(%arg40, %arg41, %arg43, %arg44) <{callee = @closed_call}> : (tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<3x3xcomplex<f32>>) -> (tensor<i32>, tensor<3x3xcomplex<f32>>)
      %169 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %170 = "stablehlo.add"(%arg42, %169) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      "stablehlo.return"(%arg40, %arg41, %170, %168#0, %168#1) : (tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<3x3xcomplex<f32>>) -> ()
    }) : (tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<3x3xcomplex<f32>>) -> (tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<3x3xcomplex<f32>>)
    "func.return"(%167#4) : (tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3x3xcomplex<f32>>) -> tensor<3xcomplex<f32>>, res_attrs = [{}], sym_name = "_diag", sym_visibility = "private"}> ({
  ^bb0(%arg38: tensor<3x3xcomplex<f32>>):
    %161 = "func.call"(%arg38) <{callee = @diagonal}> : (tensor<3x3xcomplex<f32>>) -> tensor<3xcomplex<f32>>
    "func.return"(%161) : (tensor<3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3x3xcomplex<f32>>) -> tensor<3xcomplex<f32>>, res_attrs = [{}], sym_name = "diagonal", sym_visibility = "private"}> ({
  ^bb0(%arg37: tensor<3x3xcomplex<f32>>):
    %129 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x3xi32>
    %130 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<3x3xi32>
    %131 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %132 = "stablehlo.broadcast_in_dim"(%131) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3x3xi32>
    %133 = "stablehlo.add"(%129, %132) : (tensor<3x3xi32>, tensor<3x3xi32>) -> tensor<3x3xi32>
    %134 = "stablehlo.compare"(%133, %130) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<3x3xi32>, tensor<3x3xi32>) -> tensor<3x3xi1>
    %135 = "stablehlo.convert"(%134) : (tensor<3x3xi1>) -> tensor<3x3xcomplex<f32>>
    %136 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %137 = "stablehlo.case"(%136) ({
      %160 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      "stablehlo.return"(%160) : (tensor<i32>) -> ()
    }, {
      %159 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      "stablehlo.return"(%159) : (tensor<i32>) -> ()
    }) : (tensor<i32>) -> tensor<i32>
    %138 = "stablehlo.case"(%137) ({
      %139 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3xi32>
      %140 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3xi32>
      %141 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %142 = "stablehlo.broadcast_in_dim"(%141) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3xi32>
      %143 = "stablehlo.compare"(%139, %142) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi1>
      %144 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %145 = "stablehlo.broadcast_in_dim"(%144) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3xi32>
      %146 = "stablehlo.add"(%139, %145) : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi32>
      %147 = "stablehlo.select"(%143, %146, %139) : (tensor<3xi1>, tensor<3xi32>, tensor<3xi32>) -> tensor<3xi32>
      %148 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %149 = "stablehlo.broadcast_in_dim"(%148) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3xi32>
      %150 = "stablehlo.compare"(%140, %149) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi1>
      %151 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %152 = "stablehlo.broadcast_in_dim"(%151) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3xi32>
      %153 = "stablehlo.add"(%140, %152) : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi32>
      %154 = "stablehlo.select"(%150, %153, %140) : (tensor<3xi1>, tensor<3xi32>, tensor<3xi32>) -> tensor<3xi32>
      %155 = "stablehlo.broadcast_in_dim"(%147) <{broadcast_dimensions = array<i64: 0>}> : (tensor<3xi32>) -> tensor<3x1xi32>
      %156 = "stablehlo.broadcast_in_dim"(%154) <{broadcast_dimensions = array<i64: 0>}> : (tensor<3xi32>) -> tensor<3x1xi32>
      %157 = "stablehlo.concatenate"(%155, %156) <{dimension = 1 : i64}> : (tensor<3x1xi32>, tensor<3x1xi32>) -> tensor<3x2xi32>
      %158 = "stablehlo.gather"(%arg37, %157) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1>}> : (tensor<3x3xcomplex<f32>>, tensor<3x2xi32>) -> tensor<3xcomplex<f32>>
      "stablehlo.return"(%158) : (tensor<3xcomplex<f32>>) -> ()
    }) : (tensor<i32>) -> tensor<3xcomplex<f32>>
    "func.return"(%138) : (tensor<3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}], function_type = (tensor<3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>, res_attrs = [{}], sym_name = "_diag_0", sym_visibility = "private"}> ({
  ^bb0(%arg36: tensor<3xcomplex<f32>>):
    %118 = "stablehlo.constant"() <{value = dense<(0.000000e+00,0.000000e+00)> : tensor<complex<f32>>}> : () -> tensor<complex<f32>>
    %119 = "stablehlo.pad"(%arg36, %118) <{edge_padding_high = array<i64: 0>, edge_padding_low = array<i64: 0>, interior_padding = array<i64: 0>}> : (tensor<3xcomplex<f32>>, tensor<complex<f32>>) -> tensor<3xcomplex<f32>>
    %120 = "stablehlo.iota"() <{iota_dimension = 0 : i64}> : () -> tensor<3x3xi32>
    %121 = "stablehlo.iota"() <{iota_dimension = 1 : i64}> : () -> tensor<3x3xi32>
    %122 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %123 = "stablehlo.broadcast_in_dim"(%122) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<3x3xi32>
    %124 = "stablehlo.add"(%120, %123) : (tensor<3x3xi32>, tensor<3x3xi32>) -> tensor<3x3xi32>
    %125 = "stablehlo.compare"(%124, %121) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<3x3xi32>, tensor<3x3xi32>) -> tensor<3x3xi1>
    %126 = "stablehlo.broadcast_in_dim"(%119) <{broadcast_dimensions = array<i64: 0>}> : (tensor<3xcomplex<f32>>) -> tensor<3x1xcomplex<f32>>
    %127 = "stablehlo.constant"() <{value = dense<(0.000000e+00,0.000000e+00)> : tensor<complex<f32>>}> : () -> tensor<complex<f32>>
    %128 = "func.call"(%125, %126, %127) <{callee = @_where}> : (tensor<3x3xi1>, tensor<3x1xcomplex<f32>>, tensor<complex<f32>>) -> tensor<3x3xcomplex<f32>>
    "func.return"(%128) : (tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<3x3xi1>, tensor<3x1xcomplex<f32>>, tensor<complex<f32>>) -> tensor<3x3xcomplex<f32>>, res_attrs = [{}], sym_name = "_where", sym_visibility = "private"}> ({
  ^bb0(%arg33: tensor<3x3xi1>, %arg34: tensor<3x1xcomplex<f32>>, %arg35: tensor<complex<f32>>):
    %115 = "stablehlo.broadcast_in_dim"(%arg34) <{broadcast_dimensions = array<i64: 0, 1>}> : (tensor<3x1xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    %116 = "stablehlo.broadcast_in_dim"(%arg35) <{broadcast_dimensions = array<i64>}> : (tensor<complex<f32>>) -> tensor<3x3xcomplex<f32>>
    %117 = "stablehlo.select"(%arg33, %115, %116) : (tensor<3x3xi1>, tensor<3x3xcomplex<f32>>, tensor<3x3xcomplex<f32>>) -> tensor<3x3xcomplex<f32>>
    "func.return"(%117) : (tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{function_type = (tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<3x3xcomplex<f32>>) -> (tensor<i32>, tensor<3x3xcomplex<f32>>), res_attrs = [{}, {}], sym_name = "closed_call", sym_visibility = "private"}> ({
  ^bb0(%arg3: tensor<3x3xcomplex<f32>>, %arg4: tensor<3xcomplex<f32>>, %arg5: tensor<i32>, %arg6: tensor<3x3xcomplex<f32>>):
    %2 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
    %3 = "stablehlo.add"(%arg5, %2) : (tensor<i32>, tensor<i32>) -> tensor<i32>
    %4 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
    %5:6 = "stablehlo.while"(%arg5, %arg3, %arg4, %4, %arg5, %arg6) ({
    ^bb0(%arg27: tensor<i32>, %arg28: tensor<3x3xcomplex<f32>>, %arg29: tensor<3xcomplex<f32>>, %arg30: tensor<i32>, %arg31: tensor<i32>, %arg32: tensor<3x3xcomplex<f32>>):
      %114 = "stablehlo.compare"(%arg30, %arg31) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      "stablehlo.return"(%114) : (tensor<i1>) -> ()
    }, {
    ^bb0(%arg7: tensor<i32>, %arg8: tensor<3x3xcomplex<f32>>, %arg9: tensor<3xcomplex<f32>>, %arg10: tensor<i32>, %arg11: tensor<i32>, %arg12: tensor<3x3xcomplex<f32>>):
      %6 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %7 = "stablehlo.add"(%arg10, %6) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %8 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %9 = "stablehlo.subtract"(%arg7, %8) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %10 = "stablehlo.subtract"(%9, %arg10) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %11 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
      %12 = "stablehlo.add"(%10, %11) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %13 = "stablehlo.constant"() <{value = dense<(0.000000e+00,0.000000e+00)> : tensor<complex<f32>>}> : () -> tensor<complex<f32>>
      %14:6 = "stablehlo.while"(%10, %arg12, %arg7, %12, %arg7, %13) ({
      ^bb0(%arg21: tensor<i32>, %arg22: tensor<3x3xcomplex<f32>>, %arg23: tensor<i32>, %arg24: tensor<i32>, %arg25: tensor<i32>, %arg26: tensor<complex<f32>>):
        %113 = "stablehlo.compare"(%arg24, %arg25) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        "stablehlo.return"(%113) : (tensor<i1>) -> ()
      }, {
      ^bb0(%arg15: tensor<i32>, %arg16: tensor<3x3xcomplex<f32>>, %arg17: tensor<i32>, %arg18: tensor<i32>, %arg19: tensor<i32>, %arg20: tensor<complex<f32>>):
        %81 = "stablehlo.constant"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
        %82 = "stablehlo.add"(%arg18, %81) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %83 = "stablehlo.convert"(%arg15) : (tensor<i32>) -> tensor<i32>
        %84 = "stablehlo.convert"(%arg18) : (tensor<i32>) -> tensor<i32>
        %85 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %86 = "stablehlo.compare"(%83, %85) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %87 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %88 = "stablehlo.add"(%83, %87) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %89 = "stablehlo.select"(%86, %88, %83) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %90 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %91 = "stablehlo.compare"(%84, %90) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %92 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %93 = "stablehlo.add"(%84, %92) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %94 = "stablehlo.select"(%91, %93, %84) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %95 = "stablehlo.dynamic_slice"(%arg16, %89, %94) <{slice_sizes = array<i64: 1, 1>}> : (tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>) -> tensor<1x1xcomplex<f32>>
        %96 = "stablehlo.reshape"(%95) : (tensor<1x1xcomplex<f32>>) -> tensor<complex<f32>>
        %97 = "stablehlo.convert"(%arg18) : (tensor<i32>) -> tensor<i32>
        %98 = "stablehlo.convert"(%arg17) : (tensor<i32>) -> tensor<i32>
        %99 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %100 = "stablehlo.compare"(%97, %99) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %101 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %102 = "stablehlo.add"(%97, %101) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %103 = "stablehlo.select"(%100, %102, %97) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %104 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
        %105 = "stablehlo.compare"(%98, %104) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %106 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
        %107 = "stablehlo.add"(%98, %106) : (tensor<i32>, tensor<i32>) -> tensor<i32>
        %108 = "stablehlo.select"(%105, %107, %98) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
        %109 = "stablehlo.dynamic_slice"(%arg16, %103, %108) <{slice_sizes = array<i64: 1, 1>}> : (tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>) -> tensor<1x1xcomplex<f32>>
        %110 = "stablehlo.reshape"(%109) : (tensor<1x1xcomplex<f32>>) -> tensor<complex<f32>>
        %111 = "stablehlo.multiply"(%96, %110) : (tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<complex<f32>>
        %112 = "stablehlo.add"(%arg20, %111) : (tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<complex<f32>>
        "stablehlo.return"(%arg15, %arg16, %arg17, %82, %arg19, %112) : (tensor<i32>, tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<complex<f32>>) -> ()
      }) : (tensor<i32>, tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<complex<f32>>) -> (tensor<i32>, tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<complex<f32>>)
      %15 = "stablehlo.convert"(%10) : (tensor<i32>) -> tensor<i32>
      %16 = "stablehlo.convert"(%arg7) : (tensor<i32>) -> tensor<i32>
      %17 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %18 = "stablehlo.compare"(%15, %17) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %19 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %20 = "stablehlo.add"(%15, %19) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %21 = "stablehlo.select"(%18, %20, %15) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %22 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %23 = "stablehlo.compare"(%16, %22) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %24 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %25 = "stablehlo.add"(%16, %24) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %26 = "stablehlo.select"(%23, %25, %16) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %27 = "stablehlo.dynamic_slice"(%arg8, %21, %26) <{slice_sizes = array<i64: 1, 1>}> : (tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>) -> tensor<1x1xcomplex<f32>>
      %28 = "stablehlo.reshape"(%27) : (tensor<1x1xcomplex<f32>>) -> tensor<complex<f32>>
      %29 = "stablehlo.compare"(%28, %14#5) <{compare_type = #stablehlo<comparison_type FLOAT>, comparison_direction = #stablehlo<comparison_direction EQ>}> : (tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<i1>
      %30 = "stablehlo.convert"(%10) : (tensor<i32>) -> tensor<i32>
      %31 = "stablehlo.convert"(%arg7) : (tensor<i32>) -> tensor<i32>
      %32 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %33 = "stablehlo.compare"(%30, %32) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %34 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %35 = "stablehlo.add"(%30, %34) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %36 = "stablehlo.select"(%33, %35, %30) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %37 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %38 = "stablehlo.compare"(%31, %37) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %39 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %40 = "stablehlo.add"(%31, %39) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %41 = "stablehlo.select"(%38, %40, %31) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %42 = "stablehlo.dynamic_slice"(%arg8, %36, %41) <{slice_sizes = array<i64: 1, 1>}> : (tensor<3x3xcomplex<f32>>, tensor<i32>, tensor<i32>) -> tensor<1x1xcomplex<f32>>
      %43 = "stablehlo.reshape"(%42) : (tensor<1x1xcomplex<f32>>) -> tensor<complex<f32>>
      %44 = "stablehlo.subtract"(%43, %14#5) : (tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<complex<f32>>
      %45 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %46 = "stablehlo.compare"(%10, %45) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %47 = "stablehlo.convert"(%10) : (tensor<i32>) -> tensor<i32>
      %48 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %49 = "stablehlo.add"(%47, %48) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %50 = "stablehlo.select"(%46, %49, %10) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %51 = "stablehlo.dynamic_slice"(%arg9, %50) <{slice_sizes = array<i64: 1>}> : (tensor<3xcomplex<f32>>, tensor<i32>) -> tensor<1xcomplex<f32>>
      %52 = "stablehlo.reshape"(%51) : (tensor<1xcomplex<f32>>) -> tensor<complex<f32>>
      %53 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %54 = "stablehlo.compare"(%arg7, %53) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %55 = "stablehlo.convert"(%arg7) : (tensor<i32>) -> tensor<i32>
      %56 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %57 = "stablehlo.add"(%55, %56) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %58 = "stablehlo.select"(%54, %57, %arg7) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %59 = "stablehlo.dynamic_slice"(%arg9, %58) <{slice_sizes = array<i64: 1>}> : (tensor<3xcomplex<f32>>, tensor<i32>) -> tensor<1xcomplex<f32>>
      %60 = "stablehlo.reshape"(%59) : (tensor<1xcomplex<f32>>) -> tensor<complex<f32>>
      %61 = "stablehlo.add"(%52, %60) : (tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<complex<f32>>
      %62 = "stablehlo.divide"(%44, %61) : (tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<complex<f32>>
      %63 = "stablehlo.constant"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
      %64 = "func.call"(%29, %63, %62) <{callee = @_where_1}> : (tensor<i1>, tensor<f32>, tensor<complex<f32>>) -> tensor<complex<f32>>
      %65 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %66 = "stablehlo.compare"(%10, %65) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %67 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %68 = "stablehlo.add"(%10, %67) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %69 = "stablehlo.select"(%66, %68, %10) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %70 = "stablehlo.constant"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
      %71 = "stablehlo.compare"(%arg7, %70) <{compare_type = #stablehlo<comparison_type SIGNED>, comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %72 = "stablehlo.constant"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
      %73 = "stablehlo.add"(%arg7, %72) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %74 = "stablehlo.select"(%71, %73, %arg7) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %75 = "stablehlo.convert"(%69) : (tensor<i32>) -> tensor<i32>
      %76 = "stablehlo.convert"(%74) : (tensor<i32>) -> tensor<i32>
      %77 = "stablehlo.broadcast_in_dim"(%75) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
      %78 = "stablehlo.broadcast_in_dim"(%76) <{broadcast_dimensions = array<i64>}> : (tensor<i32>) -> tensor<1xi32>
      %79 = "stablehlo.concatenate"(%77, %78) <{dimension = 0 : i64}> : (tensor<1xi32>, tensor<1xi32>) -> tensor<2xi32>
      %80 = "stablehlo.scatter"(%arg12, %79, %64) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1]>, unique_indices = true}> ({
      ^bb0(%arg13: tensor<complex<f32>>, %arg14: tensor<complex<f32>>):
        "stablehlo.return"(%arg14) : (tensor<complex<f32>>) -> ()
      }) : (tensor<3x3xcomplex<f32>>, tensor<2xi32>, tensor<complex<f32>>) -> tensor<3x3xcomplex<f32>>
      "stablehlo.return"(%arg7, %arg8, %arg9, %7, %arg11, %80) : (tensor<i32>, tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<3x3xcomplex<f32>>) -> ()
    }) : (tensor<i32>, tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<3x3xcomplex<f32>>) -> (tensor<i32>, tensor<3x3xcomplex<f32>>, tensor<3xcomplex<f32>>, tensor<i32>, tensor<i32>, tensor<3x3xcomplex<f32>>)
    "func.return"(%3, %5#5) : (tensor<i32>, tensor<3x3xcomplex<f32>>) -> ()
  }) : () -> ()
  "func.func"() <{arg_attrs = [{}, {}, {}], function_type = (tensor<i1>, tensor<f32>, tensor<complex<f32>>) -> tensor<complex<f32>>, res_attrs = [{}], sym_name = "_where_1", sym_visibility = "private"}> ({
  ^bb0(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<complex<f32>>):
    %0 = "stablehlo.convert"(%arg1) : (tensor<f32>) -> tensor<complex<f32>>
    %1 = "stablehlo.select"(%arg0, %0, %arg2) : (tensor<i1>, tensor<complex<f32>>, tensor<complex<f32>>) -> tensor<complex<f32>>
    "func.return"(%1) : (tensor<complex<f32>>) -> ()
  }) : () -> ()
}) {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} : () -> ()


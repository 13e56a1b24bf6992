module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main(%arg0: tensor<2xf32>, %arg1: tensor<5xf32>, %arg2: tensor<f32>) -> (tensor<5x2xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.slice %arg1 [0:1] : (tensor<5xf32>) -> tensor<1xf32>
    %1 = stablehlo.reshape %0 : (tensor<1xf32>) -> tensor<f32>
    %2 = call @_odeint_wrapper(%arg0, %arg1, %arg2) : (tensor<2xf32>, tensor<5xf32>, tensor<f32>) -> tensor<5x2xf32>
    return %2 : tensor<5x2xf32>
  }
  func.func private @_odeint_wrapper(%arg0: tensor<2xf32>, %arg1: tensor<5xf32>, %arg2: tensor<f32>) -> tensor<5x2xf32> {
    %cst = stablehlo.constant dense<[2.000000e-01, 3.000000e-01, 8.000000e-01, 0.888888895, 1.000000e+00, 1.000000e+00, 0.000000e+00]> : tensor<7xf32>
    %cst_0 = stablehlo.constant dense<[[2.000000e-01, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00], [7.500000e-02, 2.250000e-01, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00], [0.977777779, -3.73333335, 3.55555558, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00], [2.95259857, -11.5957937, 9.82289314, -0.290809333, 0.000000e+00, 0.000000e+00, 0.000000e+00], [2.84627533, -10.757576, 8.90642261, 0.278409094, -0.273531318, 0.000000e+00, 0.000000e+00], [0.0911458358, 0.000000e+00, 0.449236304, 0.651041686, -0.322376192, 0.130952388, 0.000000e+00]]> : tensor<6x7xf32>
    %cst_1 = stablehlo.constant dense<[0.0911458358, 0.000000e+00, 0.449236304, 0.651041686, -0.322376192, 0.130952388, 0.000000e+00]> : tensor<7xf32>
    %cst_2 = stablehlo.constant dense<[8.21759284E-4, 0.000000e+00, -0.00283518014, 0.0246527772, -0.0339091979, 0.027936507, -0.0166666675]> : tensor<7xf32>
    %cst_3 = stablehlo.constant dense<[0.100134321, 0.000000e+00, 0.391832173, -0.0298246015, 0.0589326844, -0.0449788868, 0.0239043087]> : tensor<7xf32>
    %0 = stablehlo.slice %arg1 [0:1] : (tensor<5xf32>) -> tensor<1xf32>
    %1 = stablehlo.reshape %0 : (tensor<1xf32>) -> tensor<f32>
    %2 = stablehlo.slice %arg0 [0:2] : (tensor<2xf32>) -> tensor<2xf32>
    %3 = stablehlo.slice %2 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = stablehlo.slice %2 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %6 = stablehlo.reshape %5 : (tensor<1xf32>) -> tensor<f32>
    %7 = stablehlo.multiply %6, %6 : tensor<f32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %8 = stablehlo.subtract %cst_4, %7 : tensor<f32>
    %9 = stablehlo.multiply %arg2, %8 : tensor<f32>
    %10 = stablehlo.slice %2 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %11 = stablehlo.reshape %10 : (tensor<1xf32>) -> tensor<f32>
    %12 = stablehlo.multiply %9, %11 : tensor<f32>
    %13 = stablehlo.slice %2 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %14 = stablehlo.reshape %13 : (tensor<1xf32>) -> tensor<f32>
    %15 = stablehlo.subtract %12, %14 : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %4, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %17 = stablehlo.broadcast_in_dim %15, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %18 = stablehlo.concatenate %16, %17, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %19 = stablehlo.slice %arg1 [0:1] : (tensor<5xf32>) -> tensor<1xf32>
    %20 = stablehlo.reshape %19 : (tensor<1xf32>) -> tensor<f32>
    %21 = stablehlo.abs %arg0 : tensor<2xf32>
    %cst_5 = stablehlo.constant dense<1.400000e-08> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %23 = stablehlo.multiply %21, %22 : tensor<2xf32>
    %cst_6 = stablehlo.constant dense<1.400000e-08> : tensor<f32>
    %24 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %25 = stablehlo.add %24, %23 : tensor<2xf32>
    %26 = stablehlo.divide %arg0, %25 : tensor<2xf32>
    %27 = call @norm(%26) : (tensor<2xf32>) -> tensor<f32>
    %28 = stablehlo.divide %18, %25 : tensor<2xf32>
    %29 = call @norm(%28) : (tensor<2xf32>) -> tensor<f32>
    %cst_7 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
    %30 = stablehlo.compare LT, %27, %cst_7, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_8 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
    %31 = stablehlo.compare LT, %29, %cst_8, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %32 = stablehlo.or %30, %31 : tensor<i1>
    %cst_9 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %33 = stablehlo.multiply %cst_9, %27 : tensor<f32>
    %34 = stablehlo.divide %33, %29 : tensor<f32>
    %cst_10 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %35 = call @_where(%32, %cst_10, %34) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %36 = stablehlo.broadcast_in_dim %35, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %37 = stablehlo.multiply %36, %18 : tensor<2xf32>
    %38 = stablehlo.add %arg0, %37 : tensor<2xf32>
    %39 = stablehlo.add %20, %35 : tensor<f32>
    %40 = stablehlo.slice %38 [0:2] : (tensor<2xf32>) -> tensor<2xf32>
    %41 = stablehlo.slice %40 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %42 = stablehlo.reshape %41 : (tensor<1xf32>) -> tensor<f32>
    %43 = stablehlo.slice %40 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %44 = stablehlo.reshape %43 : (tensor<1xf32>) -> tensor<f32>
    %45 = stablehlo.multiply %44, %44 : tensor<f32>
    %cst_11 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %46 = stablehlo.subtract %cst_11, %45 : tensor<f32>
    %47 = stablehlo.multiply %arg2, %46 : tensor<f32>
    %48 = stablehlo.slice %40 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %49 = stablehlo.reshape %48 : (tensor<1xf32>) -> tensor<f32>
    %50 = stablehlo.multiply %47, %49 : tensor<f32>
    %51 = stablehlo.slice %40 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %52 = stablehlo.reshape %51 : (tensor<1xf32>) -> tensor<f32>
    %53 = stablehlo.subtract %50, %52 : tensor<f32>
    %54 = stablehlo.broadcast_in_dim %42, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %55 = stablehlo.broadcast_in_dim %53, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %56 = stablehlo.concatenate %54, %55, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %57 = stablehlo.subtract %56, %18 : tensor<2xf32>
    %58 = stablehlo.divide %57, %25 : tensor<2xf32>
    %59 = call @norm(%58) : (tensor<2xf32>) -> tensor<f32>
    %60 = stablehlo.divide %59, %35 : tensor<f32>
    %cst_12 = stablehlo.constant dense<1.000000e-15> : tensor<f32>
    %61 = stablehlo.compare LE, %29, %cst_12, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_13 = stablehlo.constant dense<1.000000e-15> : tensor<f32>
    %62 = stablehlo.compare LE, %60, %cst_13, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %63 = stablehlo.and %61, %62 : tensor<i1>
    %cst_14 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %64 = stablehlo.multiply %35, %cst_14 : tensor<f32>
    %cst_15 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %65 = stablehlo.maximum %cst_15, %64 : tensor<f32>
    %66 = stablehlo.maximum %29, %60 : tensor<f32>
    %cst_16 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %67 = stablehlo.divide %cst_16, %66 : tensor<f32>
    %cst_17 = stablehlo.constant dense<2.000000e-01> : tensor<f32>
    %68 = stablehlo.power %67, %cst_17 : tensor<f32>
    %69 = call @_where_0(%63, %65, %68) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %cst_18 = stablehlo.constant dense<1.000000e+02> : tensor<f32>
    %70 = stablehlo.multiply %cst_18, %35 : tensor<f32>
    %71 = stablehlo.minimum %70, %69 : tensor<f32>
    %cst_19 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %cst_20 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %72 = call @clip(%71, %cst_19, %cst_20) : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %73 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %74 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %75 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %76 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %77 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %78 = stablehlo.concatenate %73, %74, %75, %76, %77, dim = 0 : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<5x2xf32>
    %79 = stablehlo.slice %arg1 [0:1] : (tensor<5xf32>) -> tensor<1xf32>
    %80 = stablehlo.reshape %79 : (tensor<1xf32>) -> tensor<f32>
    %81 = stablehlo.slice %arg1 [0:1] : (tensor<5xf32>) -> tensor<1xf32>
    %82 = stablehlo.reshape %81 : (tensor<1xf32>) -> tensor<f32>
    %83 = stablehlo.slice %arg1 [1:5] : (tensor<5xf32>) -> tensor<4xf32>
    %cst_21 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %84 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x2xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %85:15 = stablehlo.while(%iterArg = %83, %iterArg_22 = %cst, %iterArg_23 = %cst_0, %iterArg_24 = %cst_1, %iterArg_25 = %cst_2, %iterArg_26 = %arg2, %iterArg_27 = %cst_3, %iterArg_28 = %c, %iterArg_29 = %arg0, %iterArg_30 = %18, %iterArg_31 = %80, %iterArg_32 = %72, %iterArg_33 = %82, %iterArg_34 = %78, %iterArg_35 = %84) : tensor<4xf32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<4x2xf32>
    cond {
      %c_36 = stablehlo.constant dense<4> : tensor<i32>
      %89 = stablehlo.compare LT, %iterArg_28, %c_36, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %89 : tensor<i1>
    } do {
      %89 = func.call @dynamic_index_in_dim(%iterArg, %iterArg_28) : (tensor<4xf32>, tensor<i32>) -> tensor<f32>
      %90:7 = func.call @closed_call(%iterArg_22, %iterArg_23, %iterArg_24, %iterArg_25, %iterArg_26, %iterArg_27, %iterArg_29, %iterArg_30, %iterArg_31, %iterArg_32, %iterArg_33, %iterArg_34, %89) : (tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<f32>) -> (tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<2xf32>)
      %91 = func.call @dynamic_update_index_in_dim(%iterArg_35, %90#6, %iterArg_28) : (tensor<4x2xf32>, tensor<2xf32>, tensor<i32>) -> tensor<4x2xf32>
      %c_36 = stablehlo.constant dense<1> : tensor<i32>
      %92 = stablehlo.add %iterArg_28, %c_36 : tensor<i32>
      stablehlo.return %iterArg, %iterArg_22, %iterArg_23, %iterArg_24, %iterArg_25, %iterArg_26, %iterArg_27, %92, %90#0, %90#1, %90#2, %90#3, %90#4, %90#5, %91 : tensor<4xf32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<4x2xf32>
    }
    %86 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %87 = stablehlo.concatenate %86, %85#14, dim = 0 : (tensor<1x2xf32>, tensor<4x2xf32>) -> tensor<5x2xf32>
    %88 = stablehlo.slice %87 [0:5, 0:2] : (tensor<5x2xf32>) -> tensor<5x2xf32>
    return %88 : tensor<5x2xf32>
  }
  func.func private @norm(%arg0: tensor<2xf32>) -> tensor<f32> {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<2xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.add across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.sqrt %1 : tensor<f32>
    return %2 : tensor<f32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.select %arg0, %0, %arg2 : tensor<i1>, tensor<f32>
    return %1 : tensor<f32>
  }
  func.func private @_where_0(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @clip(%arg0: tensor<f32>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg2 : tensor<f32>
    %1 = stablehlo.maximum %0, %arg0 : tensor<f32>
    %2 = stablehlo.convert %arg1 : tensor<f32>
    %3 = stablehlo.minimum %2, %1 : tensor<f32>
    return %3 : tensor<f32>
  }
  func.func private @dynamic_index_in_dim(%arg0: tensor<4xf32>, %arg1: tensor<i32>) -> tensor<f32> {
    %0 = stablehlo.dynamic_slice %arg0, %arg1, sizes = [1] : (tensor<4xf32>, tensor<i32>) -> tensor<1xf32>
    %1 = stablehlo.reshape %0 : (tensor<1xf32>) -> tensor<f32>
    return %1 : tensor<f32>
  }
  func.func private @closed_call(%arg0: tensor<7xf32>, %arg1: tensor<6x7xf32>, %arg2: tensor<7xf32>, %arg3: tensor<7xf32>, %arg4: tensor<f32>, %arg5: tensor<7xf32>, %arg6: tensor<2xf32>, %arg7: tensor<2xf32>, %arg8: tensor<f32>, %arg9: tensor<f32>, %arg10: tensor<f32>, %arg11: tensor<5x2xf32>, %arg12: tensor<f32>) -> (tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<2xf32>) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0:14 = stablehlo.while(%iterArg = %arg12, %iterArg_0 = %arg0, %iterArg_1 = %arg1, %iterArg_2 = %arg2, %iterArg_3 = %arg3, %iterArg_4 = %arg4, %iterArg_5 = %arg5, %iterArg_6 = %c, %iterArg_7 = %arg6, %iterArg_8 = %arg7, %iterArg_9 = %arg8, %iterArg_10 = %arg9, %iterArg_11 = %arg10, %iterArg_12 = %arg11) : tensor<f32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>
    cond {
      %5 = stablehlo.compare LT, %iterArg_9, %iterArg, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %6 = stablehlo.convert %iterArg_6 : (tensor<i32>) -> tensor<f32>
      %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
      %7 = stablehlo.compare LT, %6, %cst, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %c_13 = stablehlo.constant dense<false> : tensor<i1>
      %8 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i1>) -> tensor<i1>
      %9 = stablehlo.compare NE, %7, %8, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %10 = stablehlo.convert %9 : tensor<i1>
      %11 = stablehlo.and %5, %10 : tensor<i1>
      %cst_14 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %12 = stablehlo.compare GT, %iterArg_10, %cst_14, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %13 = stablehlo.and %11, %12 : tensor<i1>
      stablehlo.return %13 : tensor<i1>
    } do {
      %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<7x2xf32>
      %c_13 = stablehlo.constant dense<0> : tensor<i32>
      %6 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i32>) -> tensor<1xi32>
      %7 = "stablehlo.scatter"(%5, %6, %iterArg_8) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
      ^bb0(%arg13: tensor<f32>, %arg14: tensor<f32>):
        stablehlo.return %arg14 : tensor<f32>
      }) : (tensor<7x2xf32>, tensor<1xi32>, tensor<2xf32>) -> tensor<7x2xf32>
      %c_14 = stablehlo.constant dense<1> : tensor<i32>
      %c_15 = stablehlo.constant dense<0> : tensor<i32>
      %8:9 = stablehlo.while(%iterArg_47 = %iterArg_0, %iterArg_48 = %iterArg_10, %iterArg_49 = %iterArg_9, %iterArg_50 = %iterArg_1, %iterArg_51 = %iterArg_7, %iterArg_52 = %iterArg_4, %iterArg_53 = %c_15, %iterArg_54 = %c_14, %iterArg_55 = %7) : tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<7x2xf32>
      cond {
        %c_56 = stablehlo.constant dense<6> : tensor<i32>
        %116 = stablehlo.compare LT, %iterArg_53, %c_56, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        stablehlo.return %116 : tensor<i1>
      } do {
        %116:2 = func.call @closed_call_1(%iterArg_47, %iterArg_48, %iterArg_49, %iterArg_50, %iterArg_51, %iterArg_52, %iterArg_54, %iterArg_55) : (tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<7x2xf32>) -> (tensor<i32>, tensor<7x2xf32>)
        %c_56 = stablehlo.constant dense<1> : tensor<i32>
        %117 = stablehlo.add %iterArg_53, %c_56 : tensor<i32>
        stablehlo.return %iterArg_47, %iterArg_48, %iterArg_49, %iterArg_50, %iterArg_51, %iterArg_52, %117, %116#0, %116#1 : tensor<7xf32>, tensor<f32>, tensor<f32>, tensor<6x7xf32>, tensor<2xf32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<7x2xf32>
      }
      %9 = stablehlo.dot_general %iterArg_2, %8#8, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
      %10 = stablehlo.broadcast_in_dim %iterArg_10, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %11 = stablehlo.multiply %10, %9 : tensor<2xf32>
      %12 = stablehlo.add %11, %iterArg_7 : tensor<2xf32>
      %13 = stablehlo.dot_general %iterArg_3, %8#8, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
      %14 = stablehlo.broadcast_in_dim %iterArg_10, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %15 = stablehlo.multiply %14, %13 : tensor<2xf32>
      %16 = stablehlo.slice %8#8 [6:7, 0:2] : (tensor<7x2xf32>) -> tensor<1x2xf32>
      %17 = stablehlo.reshape %16 : (tensor<1x2xf32>) -> tensor<2xf32>
      %18 = stablehlo.add %iterArg_9, %iterArg_10 : tensor<f32>
      %19 = stablehlo.abs %iterArg_7 : tensor<2xf32>
      %20 = stablehlo.abs %12 : tensor<2xf32>
      %21 = stablehlo.maximum %19, %20 : tensor<2xf32>
      %cst_16 = stablehlo.constant dense<1.400000e-08> : tensor<f32>
      %22 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %23 = stablehlo.multiply %22, %21 : tensor<2xf32>
      %cst_17 = stablehlo.constant dense<1.400000e-08> : tensor<f32>
      %24 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %25 = stablehlo.add %24, %23 : tensor<2xf32>
      %26 = stablehlo.divide %15, %25 : tensor<2xf32>
      %27 = stablehlo.multiply %26, %26 : tensor<2xf32>
      %cst_18 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %28 = stablehlo.reduce(%27 init: %cst_18) applies stablehlo.add across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
      %cst_19 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %29 = stablehlo.divide %28, %cst_19 : tensor<f32>
      %30 = stablehlo.sqrt %29 : tensor<f32>
      %31 = stablehlo.dot_general %iterArg_5, %8#8, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
      %32 = stablehlo.broadcast_in_dim %iterArg_10, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %33 = stablehlo.multiply %32, %31 : tensor<2xf32>
      %34 = stablehlo.add %iterArg_7, %33 : tensor<2xf32>
      %35 = stablehlo.slice %8#8 [0:1, 0:2] : (tensor<7x2xf32>) -> tensor<1x2xf32>
      %36 = stablehlo.reshape %35 : (tensor<1x2xf32>) -> tensor<2xf32>
      %37 = stablehlo.slice %8#8 [6:7, 0:2] : (tensor<7x2xf32>) -> tensor<1x2xf32>
      %38 = stablehlo.reshape %37 : (tensor<1x2xf32>) -> tensor<2xf32>
      %cst_20 = stablehlo.constant dense<-2.000000e+00> : tensor<f32>
      %39 = stablehlo.multiply %cst_20, %iterArg_10 : tensor<f32>
      %40 = stablehlo.broadcast_in_dim %39, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %41 = stablehlo.multiply %40, %36 : tensor<2xf32>
      %cst_21 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %42 = stablehlo.multiply %cst_21, %iterArg_10 : tensor<f32>
      %43 = stablehlo.broadcast_in_dim %42, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %44 = stablehlo.multiply %43, %38 : tensor<2xf32>
      %45 = stablehlo.add %41, %44 : tensor<2xf32>
      %cst_22 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
      %46 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %47 = stablehlo.multiply %46, %iterArg_7 : tensor<2xf32>
      %48 = stablehlo.subtract %45, %47 : tensor<2xf32>
      %cst_23 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
      %49 = stablehlo.broadcast_in_dim %cst_23, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %50 = stablehlo.multiply %49, %12 : tensor<2xf32>
      %51 = stablehlo.subtract %48, %50 : tensor<2xf32>
      %cst_24 = stablehlo.constant dense<1.600000e+01> : tensor<f32>
      %52 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %53 = stablehlo.multiply %52, %34 : tensor<2xf32>
      %54 = stablehlo.add %51, %53 : tensor<2xf32>
      %cst_25 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
      %55 = stablehlo.multiply %cst_25, %iterArg_10 : tensor<f32>
      %56 = stablehlo.broadcast_in_dim %55, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %57 = stablehlo.multiply %56, %36 : tensor<2xf32>
      %cst_26 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
      %58 = stablehlo.multiply %cst_26, %iterArg_10 : tensor<f32>
      %59 = stablehlo.broadcast_in_dim %58, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %60 = stablehlo.multiply %59, %38 : tensor<2xf32>
      %61 = stablehlo.subtract %57, %60 : tensor<2xf32>
      %cst_27 = stablehlo.constant dense<1.800000e+01> : tensor<f32>
      %62 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %63 = stablehlo.multiply %62, %iterArg_7 : tensor<2xf32>
      %64 = stablehlo.add %61, %63 : tensor<2xf32>
      %cst_28 = stablehlo.constant dense<1.400000e+01> : tensor<f32>
      %65 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %66 = stablehlo.multiply %65, %12 : tensor<2xf32>
      %67 = stablehlo.add %64, %66 : tensor<2xf32>
      %cst_29 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
      %68 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %69 = stablehlo.multiply %68, %34 : tensor<2xf32>
      %70 = stablehlo.subtract %67, %69 : tensor<2xf32>
      %cst_30 = stablehlo.constant dense<-4.000000e+00> : tensor<f32>
      %71 = stablehlo.multiply %cst_30, %iterArg_10 : tensor<f32>
      %72 = stablehlo.broadcast_in_dim %71, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %73 = stablehlo.multiply %72, %36 : tensor<2xf32>
      %74 = stablehlo.broadcast_in_dim %iterArg_10, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %75 = stablehlo.multiply %74, %38 : tensor<2xf32>
      %76 = stablehlo.add %73, %75 : tensor<2xf32>
      %cst_31 = stablehlo.constant dense<1.100000e+01> : tensor<f32>
      %77 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %78 = stablehlo.multiply %77, %iterArg_7 : tensor<2xf32>
      %79 = stablehlo.subtract %76, %78 : tensor<2xf32>
      %cst_32 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
      %80 = stablehlo.broadcast_in_dim %cst_32, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %81 = stablehlo.multiply %80, %12 : tensor<2xf32>
      %82 = stablehlo.subtract %79, %81 : tensor<2xf32>
      %cst_33 = stablehlo.constant dense<1.600000e+01> : tensor<f32>
      %83 = stablehlo.broadcast_in_dim %cst_33, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %84 = stablehlo.multiply %83, %34 : tensor<2xf32>
      %85 = stablehlo.add %82, %84 : tensor<2xf32>
      %86 = stablehlo.broadcast_in_dim %iterArg_10, dims = [] : (tensor<f32>) -> tensor<2xf32>
      %87 = stablehlo.multiply %86, %36 : tensor<2xf32>
      %88 = stablehlo.broadcast_in_dim %54, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
      %89 = stablehlo.broadcast_in_dim %70, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
      %90 = stablehlo.broadcast_in_dim %85, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
      %91 = stablehlo.broadcast_in_dim %87, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
      %92 = stablehlo.broadcast_in_dim %iterArg_7, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
      %93 = stablehlo.concatenate %88, %89, %90, %91, %92, dim = 0 : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<5x2xf32>
      %cst_34 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %94 = stablehlo.compare LT, %30, %cst_34, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_35 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %cst_36 = stablehlo.constant dense<2.000000e-01> : tensor<f32>
      %95 = func.call @_where_2(%94, %cst_35, %cst_36) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %cst_37 = stablehlo.constant dense<-2.000000e-01> : tensor<f32>
      %96 = stablehlo.power %30, %cst_37 : tensor<f32>
      %cst_38 = stablehlo.constant dense<0.899999976> : tensor<f32>
      %97 = stablehlo.multiply %96, %cst_38 : tensor<f32>
      %98 = stablehlo.convert %95 : tensor<f32>
      %99 = stablehlo.maximum %97, %98 : tensor<f32>
      %cst_39 = stablehlo.constant dense<1.000000e+01> : tensor<f32>
      %100 = stablehlo.minimum %cst_39, %99 : tensor<f32>
      %cst_40 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %101 = stablehlo.compare EQ, %30, %cst_40, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_41 = stablehlo.constant dense<1.000000e+01> : tensor<f32>
      %102 = stablehlo.multiply %iterArg_10, %cst_41 : tensor<f32>
      %103 = stablehlo.multiply %iterArg_10, %100 : tensor<f32>
      %104 = func.call @_where_0(%101, %102, %103) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %cst_42 = stablehlo.constant dense<0x7F800000> : tensor<f32>
      %cst_43 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %105 = func.call @clip(%104, %cst_42, %cst_43) : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %c_44 = stablehlo.constant dense<1> : tensor<i32>
      %106 = stablehlo.add %iterArg_6, %c_44 : tensor<i32>
      %c_45 = stablehlo.constant dense<1> : tensor<i32>
      %107 = stablehlo.add %iterArg_6, %c_45 : tensor<i32>
      %cst_46 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %108 = stablehlo.compare LE, %30, %cst_46, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %109 = func.call @_where_3(%108, %106, %107) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %110 = func.call @_where_4(%108, %12, %iterArg_7) : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %111 = func.call @_where_4(%108, %17, %iterArg_8) : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
      %112 = func.call @_where_0(%108, %18, %iterArg_9) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %113 = func.call @_where_0(%108, %105, %105) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %114 = func.call @_where_0(%108, %iterArg_9, %iterArg_11) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %115 = func.call @_where_5(%108, %93, %iterArg_12) : (tensor<i1>, tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<5x2xf32>
      stablehlo.return %iterArg, %iterArg_0, %iterArg_1, %iterArg_2, %iterArg_3, %iterArg_4, %iterArg_5, %109, %110, %111, %112, %113, %114, %115 : tensor<f32>, tensor<7xf32>, tensor<6x7xf32>, tensor<7xf32>, tensor<7xf32>, tensor<f32>, tensor<7xf32>, tensor<i32>, tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>
    }
    %1 = stablehlo.subtract %arg12, %0#12 : tensor<f32>
    %2 = stablehlo.subtract %0#10, %0#12 : tensor<f32>
    %3 = stablehlo.divide %1, %2 : tensor<f32>
    %4 = call @polyval(%0#13, %3) : (tensor<5x2xf32>, tensor<f32>) -> tensor<2xf32>
    return %0#8, %0#9, %0#10, %0#11, %0#12, %0#13, %4 : tensor<2xf32>, tensor<2xf32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<5x2xf32>, tensor<2xf32>
  }
  func.func private @closed_call_1(%arg0: tensor<7xf32>, %arg1: tensor<f32>, %arg2: tensor<f32>, %arg3: tensor<6x7xf32>, %arg4: tensor<2xf32>, %arg5: tensor<f32>, %arg6: tensor<i32>, %arg7: tensor<7x2xf32>) -> (tensor<i32>, tensor<7x2xf32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg6, %c : tensor<i32>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %1 = stablehlo.subtract %arg6, %c_0 : tensor<i32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %2 = stablehlo.compare LT, %1, %c_1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %3 = stablehlo.convert %1 : tensor<i32>
    %c_2 = stablehlo.constant dense<7> : tensor<i32>
    %4 = stablehlo.add %3, %c_2 : tensor<i32>
    %5 = stablehlo.select %2, %4, %1 : tensor<i1>, tensor<i32>
    %6 = stablehlo.dynamic_slice %arg0, %5, sizes = [1] : (tensor<7xf32>, tensor<i32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = stablehlo.multiply %arg1, %7 : tensor<f32>
    %9 = stablehlo.add %arg2, %8 : tensor<f32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %10 = stablehlo.subtract %arg6, %c_3 : tensor<i32>
    %11 = stablehlo.convert %10 : tensor<i32>
    %c_4 = stablehlo.constant dense<0> : tensor<i32>
    %12 = stablehlo.compare LT, %11, %c_4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_5 = stablehlo.constant dense<6> : tensor<i32>
    %13 = stablehlo.add %11, %c_5 : tensor<i32>
    %14 = stablehlo.select %12, %13, %11 : tensor<i1>, tensor<i32>
    %c_6 = stablehlo.constant dense<0> : tensor<i32>
    %c_7 = stablehlo.constant dense<0> : tensor<i32>
    %15 = stablehlo.compare LT, %c_6, %c_7, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_8 = stablehlo.constant dense<0> : tensor<i32>
    %c_9 = stablehlo.constant dense<7> : tensor<i32>
    %16 = stablehlo.add %c_8, %c_9 : tensor<i32>
    %c_10 = stablehlo.constant dense<0> : tensor<i32>
    %17 = stablehlo.select %15, %16, %c_10 : tensor<i1>, tensor<i32>
    %18 = stablehlo.dynamic_slice %arg3, %14, %17, sizes = [1, 7] : (tensor<6x7xf32>, tensor<i32>, tensor<i32>) -> tensor<1x7xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x7xf32>) -> tensor<7xf32>
    %20 = stablehlo.dot_general %19, %arg7, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<7xf32>, tensor<7x2xf32>) -> tensor<2xf32>
    %21 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %22 = stablehlo.multiply %21, %20 : tensor<2xf32>
    %23 = stablehlo.add %arg4, %22 : tensor<2xf32>
    %24 = stablehlo.slice %23 [0:2] : (tensor<2xf32>) -> tensor<2xf32>
    %25 = stablehlo.slice %24 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %26 = stablehlo.reshape %25 : (tensor<1xf32>) -> tensor<f32>
    %27 = stablehlo.slice %24 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %28 = stablehlo.reshape %27 : (tensor<1xf32>) -> tensor<f32>
    %29 = stablehlo.multiply %28, %28 : tensor<f32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %30 = stablehlo.subtract %cst, %29 : tensor<f32>
    %31 = stablehlo.multiply %arg5, %30 : tensor<f32>
    %32 = stablehlo.slice %24 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %33 = stablehlo.reshape %32 : (tensor<1xf32>) -> tensor<f32>
    %34 = stablehlo.multiply %31, %33 : tensor<f32>
    %35 = stablehlo.slice %24 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %36 = stablehlo.reshape %35 : (tensor<1xf32>) -> tensor<f32>
    %37 = stablehlo.subtract %34, %36 : tensor<f32>
    %38 = stablehlo.broadcast_in_dim %26, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %39 = stablehlo.broadcast_in_dim %37, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %40 = stablehlo.concatenate %38, %39, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %c_11 = stablehlo.constant dense<0> : tensor<i32>
    %41 = stablehlo.compare LT, %arg6, %c_11, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_12 = stablehlo.constant dense<7> : tensor<i32>
    %42 = stablehlo.add %arg6, %c_12 : tensor<i32>
    %43 = stablehlo.select %41, %42, %arg6 : tensor<i1>, tensor<i32>
    %44 = stablehlo.convert %43 : tensor<i32>
    %45 = stablehlo.broadcast_in_dim %44, dims = [] : (tensor<i32>) -> tensor<1xi32>
    %46 = "stablehlo.scatter"(%arg7, %45, %40) <{indices_are_sorted = true, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0]>, unique_indices = true}> ({
    ^bb0(%arg8: tensor<f32>, %arg9: tensor<f32>):
      stablehlo.return %arg9 : tensor<f32>
    }) : (tensor<7x2xf32>, tensor<1xi32>, tensor<2xf32>) -> tensor<7x2xf32>
    return %0, %46 : tensor<i32>, tensor<7x2xf32>
  }
  func.func private @_where_2(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_where_3(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @_where_4(%arg0: tensor<i1>, %arg1: tensor<2xf32>, %arg2: tensor<2xf32>) -> tensor<2xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<2xf32>
    return %0 : tensor<2xf32>
  }
  func.func private @_where_5(%arg0: tensor<i1>, %arg1: tensor<5x2xf32>, %arg2: tensor<5x2xf32>) -> tensor<5x2xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<5x2xf32>
    return %0 : tensor<5x2xf32>
  }
  func.func private @polyval(%arg0: tensor<5x2xf32>, %arg1: tensor<f32>) -> tensor<2xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %1 = stablehlo.slice %arg0 [0:0, 0:2] : (tensor<5x2xf32>) -> tensor<0x2xf32>
    %2 = stablehlo.slice %arg0 [0:5, 0:2] : (tensor<5x2xf32>) -> tensor<5x2xf32>
    %3 = stablehlo.slice %2 [0:1, 0:2] : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %4 = stablehlo.reshape %3 : (tensor<1x2xf32>) -> tensor<2xf32>
    %5 = call @closed_call_6(%arg1, %0, %4) : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %6 = stablehlo.slice %2 [1:2, 0:2] : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x2xf32>) -> tensor<2xf32>
    %8 = call @closed_call_6(%arg1, %5, %7) : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %9 = stablehlo.slice %2 [2:3, 0:2] : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x2xf32>) -> tensor<2xf32>
    %11 = call @closed_call_6(%arg1, %8, %10) : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %12 = stablehlo.slice %2 [3:4, 0:2] : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x2xf32>) -> tensor<2xf32>
    %14 = call @closed_call_6(%arg1, %11, %13) : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    %15 = stablehlo.slice %2 [4:5, 0:2] : (tensor<5x2xf32>) -> tensor<1x2xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x2xf32>) -> tensor<2xf32>
    %17 = call @closed_call_6(%arg1, %14, %16) : (tensor<f32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    return %17 : tensor<2xf32>
  }
  func.func private @closed_call_6(%arg0: tensor<f32>, %arg1: tensor<2xf32>, %arg2: tensor<2xf32>) -> tensor<2xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %1 = stablehlo.multiply %arg1, %0 : tensor<2xf32>
    %2 = stablehlo.add %1, %arg2 : tensor<2xf32>
    return %2 : tensor<2xf32>
  }
  func.func private @dynamic_update_index_in_dim(%arg0: tensor<4x2xf32>, %arg1: tensor<2xf32>, %arg2: tensor<i32>) -> tensor<4x2xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.dynamic_update_slice %arg0, %0, %arg2, %c : (tensor<4x2xf32>, tensor<1x2xf32>, tensor<i32>, tensor<i32>) -> tensor<4x2xf32>
    return %1 : tensor<4x2xf32>
  }
}
